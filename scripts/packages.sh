# Sourced by scripts/run and scripts/test: system packages on Debian and Ubuntu, a word elsewhere.
# Nothing here stops the caller: what is missing is said, and the program or its tests say what they cannot do.

say() { printf '%s\n' "$*" >&2; }

# A font with Chinese characters, a software graphics driver, the libraries the window opens at run time.
RUN_PACKAGES=(
  fonts-wqy-microhei
  mesa-vulkan-drivers libgl1-mesa-dri libegl1
  libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2
  libxkbcommon0 libxkbcommon-x11-0
  libwayland-client0
)
# A display for tests without a screen, a picture of it, and the programs that read our files from outside.
TEST_PACKAGES=(xvfb xauth imagemagick gdal-bin libxml2-utils poppler-utils)
# The heavy ones.
ALL_PACKAGES=(qgis python3-qgis)

need_toolchain() {
  if ! command -v cargo >/dev/null; then
    [ -x "$HOME/.cargo/bin/cargo" ] && PATH="$HOME/.cargo/bin:$PATH"
  fi
  if ! command -v cargo >/dev/null; then
    say "No Rust toolchain found. Install Rust 1.95 or newer (https://rustup.rs), then run this again."
    exit 1
  fi
}

is_debian() {
  [ -r /etc/os-release ] || return 1
  (
    . /etc/os-release
    case " ${ID:-} ${ID_LIKE:-} " in *" debian "* | *" ubuntu "*) exit 0 ;; *) exit 1 ;; esac
  )
}

# Prints the packages of its arguments that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
  done
}

# Runs apt-get as root: directly, or through sudo when it needs no password or there is someone to type it.
as_root_apt() {
  if [ "$(id -u)" = 0 ]; then
    DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@" </dev/null >&2
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    sudo DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@" >&2
  else
    return 1
  fi
}

# Installs what is missing of its arguments. Always returns 0.
install_packages() {
  if ! is_debian || ! command -v apt-get >/dev/null; then
    say "This is not Debian or Ubuntu: please install what corresponds to these packages yourself:"
    say "  $*"
    return 0
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" = 0 ] && return 0
  say "Installing system packages: ${missing[*]}"
  if as_root_apt install --no-install-recommends "${missing[@]}"; then return 0; fi
  # Package lists may be absent or old.
  if as_root_apt update && as_root_apt install --no-install-recommends "${missing[@]}"; then return 0; fi
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" = 0 ] && return 0
  say "Could not install them from here. Please run:"
  say "  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}"
  say "Going on without."
}
