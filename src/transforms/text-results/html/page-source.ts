/** The call that a result answers, as far as it is known. */
export interface CallSource {
  readonly toolName?: string
  /** Its arguments, as text; '' when the call is not known. */
  readonly call: string
}

const webWords = new Set('fetch web browse browser browsing url urls http https crawl crawler scrape scraper page pages webpage website site navigate navigation visit goto download curl wget'.split(' '))
/** Tools whose very purpose is the markup, to read it or to write it. */
const markupWords = new Set('html dom source markup xpath edit update write create save put replace insert append patch modify'.split(' '))
const shellWords = new Set('bash shell sh zsh exec execute run terminal command cmd console python ipython powershell code'.split(' '))
/** A file that somebody writes HTML in. */
const sourcePath = /[\w)\]}*-]\.(?:html?|xhtml|vue|svelte|jsx|tsx|astro|hbs|ejs|php|erb|jinja2?|j2|tmpl|tpl|twig|md|mdx|mustache|njk|liquid|cshtml|aspx|jsp|pug)\b/i
const url = /\bhttps?:\/\/[^\s"'\\<>]+/gi
/** A server that somebody works on. */
const ownServer = /\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal)\b|\[::1\]|\/\/[\w-]+(?:\.local|\.test|\.internal)?(?=[:/"'\s]|$)/i

/**
 * Whether a result came from the web: from a tool that is named for it or was given an address, from `curl` and its like in a shell, or from
 * nobody knows where. What was read from a file, or from the server that an agent works on, is source.
 */
export function isFetched({ toolName, call }: CallSource): boolean {
  if (sourcePath.test(call.replace(url, ' '))) return false
  const addresses = call.match(url) ?? []
  if (ownServer.test(addresses.join(' ')) || /\blocalhost\b|\b127\.0\.0\.1\b/.test(call)) return false
  if (toolName === undefined) return call === '' || addresses.length > 0
  const words = toolName.replace(/([a-z])(?=[A-Z])/g, '$1_').toLowerCase().split(/[^a-z]+/)
  if (words.some((word) => markupWords.has(word))) return false
  if (words.some((word) => shellWords.has(word)) || /"(?:command|cmd|script|code)"\s{0,4}:/.test(call)) return /\b(?:curl|wget|lynx|xh|fetch|requests|urlopen|axios)\b/.test(call)
  return words.some((word) => webWords.has(word)) || addresses.length > 0
}
