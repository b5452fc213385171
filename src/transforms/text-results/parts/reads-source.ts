import type { CallSource } from '../html/page-source.ts'

/** A file of source, settings or prose: what stands in it may be edited next, its tables and its examples of output too. */
const sourcePath = /[\w)\]}*-]\.(?:[cm]?[jt]sx?|pyi?|rb|go|rs|java|kts?|scala|cs|fs|[ch](?:pp|xx|h)?|cc|m|swift|php|pl|pm|lua|r|jl|exs?|erl|hs|ml|clj|el|vim|asm|s|v|vhdl?|sh|bash|zsh|fish|ps1|bat|mdx?|markdown|rst|adoc|org|tex|ya?ml|toml|ini|cfg|conf|env|properties|gradle|cmake|mk|tf|hcl|nix|proto|graphql|sql|feature|robot|vue|svelte|astro|x?html?|css|scss|less|xml|svg)(?![\w.-])|\b(?:Makefile|Dockerfile|Jenkinsfile|README|CHANGELOG|LICENSE)\b/gi
/** How much of a call is looked at, in UTF-16 code units, and how many names in it. */
const maxRead = 20_000
const maxNames = 40
const url = /\bhttps?:\/\/[^\s"'\\<>]+/gi
const shellKey = /"(?:command|cmd|script|code)"\s{0,4}:/
/** What writes a file to a terminal as it stands. */
const reader = /(?:^|[\s"'|;&(])(?:cat|bat|head|tail|sed -n|nl|less|more|type|Get-Content)\s[^|;&]{0,400}$/

/** What stands before a name that is one of a file: a folder, or an argument that says so. A column of a database has a point in its name, too. */
const fileName = /[/\\][^\s"']*$|"\w*(?:path|file|document)\w*"\s{0,4}:\s{0,4}\[?\s{0,4}"[^"]{0,400}$/i

/** Whether a result is, as far as its call tells, what stands in a file that somebody writes; a command that runs such a file is none. */
export function readsSource({ call }: CallSource): boolean {
  const said = call.replace(url, ' ')
  const before = shellKey.test(said) ? reader : fileName
  return [...said.slice(0, maxRead).matchAll(sourcePath)].slice(0, maxNames).some(({ index }) => before.test(said.slice(Math.max(0, index - 500), index + 1)))
}
