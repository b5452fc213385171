import type { CallSource } from '../html/page-source.ts'

/** A file of source, settings or prose: what stands in it may be edited next, its tables and its examples of output too. */
const sourcePath = /[\w)\]}*-]\.(?:[cm]?[jt]sx?|pyi?|rb|go|rs|java|kts?|scala|cs|fs|[ch](?:pp|xx|h)?|cc|m|swift|php|pl|pm|lua|r|jl|exs?|erl|hs|ml|clj|el|vim|asm|s|v|vhdl?|sh|bash|zsh|fish|ps1|bat|mdx?|markdown|rst|adoc|org|tex|ya?ml|toml|ini|cfg|conf|env|properties|gradle|cmake|mk|tf|hcl|nix|proto|graphql|sql|feature|robot|vue|svelte|astro|x?html?|css|scss|less|xml|svg)(?![\w.-])|\b(?:Makefile|Dockerfile|Jenkinsfile|README|CHANGELOG|LICENSE)\b/i
const url = /\bhttps?:\/\/[^\s"'\\<>]+/gi
const shellKey = /"(?:command|cmd|script|code)"\s{0,4}:/
/** What writes a file to a terminal as it stands. */
const reader = /(?:^|[\s"'|;&(])(?:cat|bat|head|tail|sed -n|nl|less|more|type|Get-Content)\s[^|;&]{0,400}$/

/** Whether a result is, as far as its call tells, what stands in a file that somebody writes; a command that runs such a file is none. */
export function readsSource({ call }: CallSource): boolean {
  const said = call.replace(url, ' ')
  const found = sourcePath.exec(said)
  if (!found) return false
  return !shellKey.test(said) || reader.test(said.slice(Math.max(0, found.index - 500), found.index + 1))
}
