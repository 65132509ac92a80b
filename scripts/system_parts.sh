#!/usr/bin/env bash
# Sees to the parts that come from the operating system: system_parts.sh run|test
# Installs them where that needs no password; where it cannot, says in one line what is missing
# and what that costs. Never asks, never fails: everything works without, only less well.
set -uo pipefail
cd "$(dirname "$0")/.."
kind=${1:-run}
tried=var/system-parts-tried
log=var/system-parts.log
mkdir -p var

# All of the list is read: had grep stopped at the find, ldconfig would fail, and with it the pipe.
has_voikko() { ldconfig -p 2>/dev/null | grep 'libvoikko\.so' >/dev/null || [ -e /usr/local/lib/libvoikko.dylib ]; }
has_dictionary() { compgen -G '/usr/*/voikko' >/dev/null || compgen -G '/etc/voikko' >/dev/null; }
# Word lists between Finnish, Swedish and English, in the format of dictd; German and French ones lead
# from Finnish to Swedish and back.
word_lists="dict-freedict-swe-fin dict-freedict-fin-swe dict-freedict-eng-fin dict-freedict-fin-eng dict-freedict-eng-swe dict-freedict-swe-eng"
for language in deu fra; do
    for ours in fin swe; do word_lists="$word_lists dict-freedict-$language-$ours dict-freedict-$ours-$language"; done
done
has_word_list() { [ -e "/usr/share/dictd/${1#dict-}.index" ]; }
has_browser() { command -v chromium chromium-browser google-chrome >/dev/null 2>&1; }
has_gettext() { command -v xgettext >/dev/null 2>&1; }

missing() {
    has_voikko || echo libvoikko1
    has_dictionary || echo voikko-fi
    for list in $word_lists; do has_word_list "$list" || echo "$list"; done
    if [ "$kind" = test ]; then
        has_browser || echo chromium
        has_gettext || echo gettext
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || return 1
    # One failed try a day is enough: a machine without the archive should still start at once.
    [ -z "$(find "$tried" -mmin -1440 2>/dev/null)" ]
}

parts=$(missing)
[ -z "$parts" ] && exit 0

# The word lists by themselves: where the archive lacks one, the rest is still installed.
install() {
    local lists others
    lists=$(printf '%s\n' $parts | grep '^dict-')
    others=$(printf '%s\n' $parts | grep -v '^dict-')
    local failed=0 group
    for group in "$others" "$lists"; do
        [ -z "$group" ] && continue
        # shellcheck disable=SC2086
        as_root timeout 600 apt-get install -y --no-install-recommends $group >>"$log" 2>&1 </dev/null || failed=1
    done
    return $failed
}

if may_install; then
    echo "Installing from the operating system:" $parts
    export DEBIAN_FRONTEND=noninteractive
    : >"$log"
    install || { as_root timeout 300 apt-get update >>"$log" 2>&1 </dev/null && install; } || touch "$tried"
    parts=$(missing)
fi

costs=()
for part in $parts; do
    case $part in
    libvoikko1 | voikko-fi) [[ " ${costs[*]:-} " == *compound* ]] || costs+=("search finds fewer Finnish inflections and no compound parts") ;;
    dict-freedict-*) [[ " ${costs[*]:-} " == *languages* ]] || costs+=("search across languages knows only the words of the vocabulary") ;;
    chromium) costs+=("the browser tests are left out") ;;
    gettext) costs+=("the test that every text is translated is left out") ;;
    esac
done
if [ -n "$parts" ]; then
    printf -v cost '%s; ' "${costs[@]}"
    echo "Missing from the system:" $parts "- without: ${cost%; }. To add: sudo apt-get install" $parts
fi
exit 0
