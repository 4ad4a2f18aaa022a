#!/usr/bin/env bash
# Checks the spelling of all sources and documents with cspell (words.txt has the project's own words, cspell.json the spellings that are refused), and refuses the
# phrases of patterns.txt. Requires Node.js 20 or later and `npm ci --prefix eng/prose --ignore-scripts`.
set -euo pipefail
cd "$(dirname "$0")/../.."

failed=0
eng/prose/node_modules/.bin/cspell lint --config eng/prose/cspell.json --no-progress --no-summary '**' || failed=1
# Perl expressions, one per line. The check's own files hold what is refused.
pattern=$(grep -v '^$' eng/prose/patterns.txt | paste -sd '|')
if git ls-files -z -- '*.cs' '*.js' '*.css' '*.html' '*.md' '*.sh' '*.ps1' '*.psm1' '*.csproj' '*.props' '*.targets' '.ci/*' ':!eng/prose/*' ':!CHANGELOG.md' | xargs -0 grep -nPi -- "$pattern"; then
  echo 'The phrases above are refused by eng/prose/patterns.txt: use plain standard English, see CONTRIBUTING.md.' >&2
  failed=1
fi
exit "$failed"
