# Alarms and key figures
alarm-over = { $value } { $unit } over { $limit }
alarm-reads = { $field } { $value } { $unit }
alarm-state = { $kind }: { $state }
action-acknowledge = Acknowledge alarm: { $name }
refusal-alarm-none = { $name } is in no alarm now; there is nothing to acknowledge.
refusal-alarm-known = The alarm of { $name } was acknowledged by { $post } at { $time }.
refusal-alarm-no-log = The catalogue has no complete “Log entry” kind to write it in. Put back the log_entry.toml that came with the program.
