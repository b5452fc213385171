import type { JsonDocument } from '../json/document.ts'
import type { Form } from './shape.ts'

/** The forms of objects, and for each object the index of its own; equal key sets in one order share one form. */
export function readForms(doc: JsonDocument, objects: Int32Array): { readonly forms: Form[], readonly formOf: Int32Array } {
  const forms: Form[] = []
  const formOf = new Int32Array(objects.length)
  const known = new Map<string, Form>()
  let last: Form | undefined
  for (let i = 0; i < objects.length; i++) {
    const object = objects[i]!
    let form = last && hasForm(doc, object, last) ? last : last?.followedBy && hasForm(doc, object, last.followedBy) ? last.followedBy : undefined
    if (!form) {
      const keys = readKeys(doc, object)
      const signature = keys.join(',')
      form = known.get(signature)
      if (!form) {
        form = { index: forms.length, keys, count: 0, followedBy: undefined, columns: undefined }
        known.set(signature, form)
        forms.push(form)
      }
    }
    form.count++
    formOf[i] = form.index
    if (last && last !== form) last.followedBy = form
    last = form
  }
  return { forms, formOf }
}

/** Compares in place: a raw key ends with its quote, so no longer key begins with it. */
function hasForm(doc: JsonDocument, object: number, form: Form): boolean {
  const { keys } = form
  if (doc.size[object] !== keys.length) return false
  for (let i = 0, key = object + 1; i < keys.length; i++, key = doc.next[key + 1]!) {
    if (!doc.text.startsWith(keys[i]!, doc.start[key]!)) return false
  }
  return true
}

function readKeys(doc: JsonDocument, object: number): string[] {
  const keys: string[] = []
  for (let key = object + 1; key < doc.next[object]!; key = doc.next[key + 1]!) keys.push(doc.text.slice(doc.start[key]!, doc.end[key]!))
  return keys
}
