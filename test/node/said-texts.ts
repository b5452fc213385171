import { readFileSync, readdirSync } from 'node:fs'
import ts from 'typescript'

/** A text that a user may see, with `…` for what is put in. */
export interface SaidText {
  readonly file: string
  readonly text: string
  /** Whether it is the message of an error or a warning by its place; other texts may come to be one in a way that the place does not show. */
  readonly isSaid: boolean
}

/** Every string of the source, and which of them are errors or warnings. */
export function findSaidTexts(root: string): SaidText[] {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).map((file) => `src/${file.replaceAll('\\', '/')}`).filter((file) => file.endsWith('.ts'))
  return files.flatMap((file) => {
    const found: SaidText[] = []
    visit(ts.createSourceFile(file, readFileSync(`${root}${file}`, 'utf8'), ts.ScriptTarget.ES2022, true), (node, isSaid) => {
      const text = textOf(node)
      if (text !== undefined) found.push({ file, text, isSaid })
    })
    return found
  })
}

function visit(node: ts.Node, onText: (node: ts.Node, isSaid: boolean) => void): void {
  onText(node, isMessage(node))
  ts.forEachChild(node, (child) => { visit(child, onText) })
}

function isMessage(node: ts.Node): boolean {
  const { parent } = node
  if (parent === undefined) return false
  if (ts.isNewExpression(parent)) return /^(Headroom|Configuration|Provider|Storage|Compression|Tokenization|Cache|Validation|Transform)Error$/.test(parent.expression.getText()) && parent.arguments?.[0] === node
  if (ts.isCallExpression(parent) && parent.arguments[0] === node) return /(^|\.)(warn|warnings\.(push|concat)|errors\.push)$/.test(parent.expression.getText())
  if (!ts.isArrayLiteralExpression(parent)) return false
  const owner = parent.parent
  return (ts.isPropertyAssignment(owner) || ts.isVariableDeclaration(owner)) && owner.name.getText() === 'warnings'
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')
}
