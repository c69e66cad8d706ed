//! The words of reports, as people write them.

use crate::{
    domain::model::Figure,
    io::import::message::line::{Line, narrowed},
};

/// What a word before a number counts.
const FIGURES: [(Figure, &[&str]); 9] = [
    (
        Figure::Ordered,
        &[
            "应转移",
            "应转移安置",
            "应转",
            "需转移",
            "需转",
            "须转移",
            "应撤离",
            "需撤离",
            "应转尽转",
            "应转移群众",
            "需要转移",
        ],
    ),
    (
        Figure::Moved,
        &[
            "已转移",
            "实际已转移",
            "已转移安置",
            "累计转移安置",
            "共转移安置",
            "已安全转移安置",
            "已转",
            "已经转移",
            "已安全转移",
            "累计转移",
            "累计已转移",
            "共转移",
            "共计转移",
            "实际转移",
            "实转",
            "完成转移",
            "已完成转移",
            "已撤离",
            "已转出",
        ],
    ),
    (
        Figure::ToMove,
        &["待转移", "待转", "未转移", "未转", "尚未转移", "剩余未转移", "还需转移", "尚需转移", "还有未转移"],
    ),
    (Figure::Moving, &["在途", "转移在途", "转移途中", "在转移途中", "正在转移", "转移中", "途中"]),
    (
        Figure::AtShelter,
        &[
            "集中安置",
            "集中转移安置",
            "集中安置点安置",
            "安置点集中安置",
            "避灾点集中安置",
            "集中",
            "避灾点安置",
            "避灾场所安置",
            "安置点安置",
            "避灾安置",
        ],
    ),
    (Figure::WithRelatives, &["投亲靠友", "投亲", "投靠亲友", "投亲访友", "分散安置", "投亲靠友安置"]),
    (Figure::Refused, &["拒转", "拒绝转移", "拒绝撤离", "拒不转移", "不愿转移", "拒绝"]),
    (Figure::Returned, &["已返回", "返回", "已返家", "返家", "已回家", "已回迁", "回迁", "有序返回"]),
    (
        Figure::SheltersOpen,
        &[
            "开放避灾点",
            "已开放避灾点",
            "开放避灾场所",
            "已开放避灾场所",
            "开放避灾安置场所",
            "已开放避灾安置场所",
            "开放避灾安置点",
            "开放安置点",
            "已开放安置点",
            "启用避灾点",
            "启用避灾场所",
            "启用避灾安置场所",
            "启用安置点",
            "启用避灾安置点",
            "开放避难场所",
            "已开放避灾安置点",
            "避灾点开放",
            "避灾场所开放",
            "避灾安置场所开放",
            "开放场所",
            "开放集中安置点",
            "启用集中安置点",
        ],
    ),
];

/// What may stand between such a word and its number.
const TAILS: &[&str] = &["人数", "总人数", "人员", "群众", "人口", "村民", "总数", "数量", "数"];
const JOINS: &[&str] = &[":", "=", "为", "是", "达", "达到", "共计", "共", "合计", "总计", "计", "有", "了", "—", "——"];

/// That the order was received.
pub(super) const RECEIVED: &[&str] = &[
    "收到",
    "已收到",
    "收到指令",
    "已收到指令",
    "指令收到",
    "指令已收到",
    "收到通知",
    "已收到通知",
    "通知收到",
    "通知已收到",
    "收悉",
    "已收悉",
    "知悉",
    "已知悉",
];

/// Before the name of who reports.
pub(super) const REPORTERS: &[&str] = &["报告人", "填报人", "上报人", "报送人", "填表人", "联系人"];

/// Sums over several places, which are not counted again.
pub(super) const TOTALS: &[&str] = &["合计", "总计", "小计", "全区", "全县", "全市"];

/// What says nothing of its own.
const FILLERS: &[&str] = &[
    "其中",
    "目前",
    "截至目前",
    "截止目前",
    "截至现在",
    "现",
    "全镇",
    "全乡",
    "全街道",
    "全村",
    "全社区",
    "我镇",
    "我乡",
    "我村",
    "我街道",
    "我社区",
    "本镇",
    "本乡",
    "本村",
    "本街道",
    "本社区",
    "累计",
    "另有",
    "另",
    "还有",
    "尚有",
    "有",
    "和",
    "及",
    "以及",
    "共有",
    "共",
    "共计",
    "报告",
    "汇报",
    "上报",
    "报",
    "情况如下",
    "情况",
    "如下",
    "人员转移安置情况",
    "人员转移情况",
    "转移安置情况",
    "转移情况",
    "转移进度",
    "转移进展",
    "人员转移",
    "最新",
    "人民政府",
    "政府",
    "办事处",
    "党政办",
    "防汛办",
    "防指",
    "防指办",
    "应急办",
    "应急站",
    "应急管理站",
    "各位领导",
    "领导",
    "指挥部",
    "区防指",
    "区防指办",
    "区应急局",
    "区指挥部",
    "各乡镇",
    "各镇街",
    "各乡镇街道",
    "各地",
    "您好",
    "你好",
    "好的",
    "合计",
    "总计",
];

/// A figure's word there, with what belongs to it: the figure, and the sign after it.
pub(super) fn figure(line: &Line, at: usize) -> Option<(Figure, usize)> {
    let found = FIGURES.iter().filter_map(|(figure, words)| Some((*figure, line.longest(at, words)?)));
    let (figure, length) = found.max_by_key(|(_, length)| *length)?;
    Some((figure, line.past(at + length, TAILS)))
}

/// Past what may stand between a figure's word and its number.
pub(super) fn joined(line: &Line, mut at: usize) -> usize {
    loop {
        let past = line.past(line.past_space(at), JOINS);
        if past == at {
            return at;
        }
        at = past;
    }
}

/// A filler there: its length.
pub(super) fn filler(line: &Line, at: usize) -> Option<usize> {
    line.longest(at, FILLERS)
}

/// The figure that a table's heading names, brackets and spaces taken off.
pub(super) fn heading(text: &str) -> Option<Figure> {
    let line = Line::new(text);
    figure(&line, 0).filter(|(_, end)| *end == line.len()).map(|(figure, _)| figure)
}

/// Whether a cell says that its row is a sum: 合计, 合 计.
pub(super) fn is_total(text: &str) -> bool {
    let signs: String = narrowed(text).into_iter().collect();
    TOTALS.contains(&signs.as_str())
}
