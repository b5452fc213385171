import { describe, expect, test } from 'vitest'
import { makeFolder } from '../src/make-folder.ts'

const dirname = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'

/** Folders of no file system. @param refused makes none in itself, and says that it is not there */
function createFolders(there: readonly string[], refused?: string) {
  const folders = new Set(['/', ...there])
  const made: { readonly path: string, readonly mode?: number }[] = []
  const fail = (code: string): never => { throw Object.assign(new Error(code), { code }) }
  return {
    made,
    maker: {
      dirname,
      async mkdir(path: string, options: { readonly mode?: number }) {
        if (folders.has(path)) fail('EEXIST')
        if (!folders.has(dirname(path)) || dirname(path) === refused) fail('ENOENT')
        if (path.startsWith('/locked/')) fail('EACCES')
        folders.add(path)
        made.push({ path, ...options })
      },
    },
  }
}

describe('a folder', () => {
  test('is made with those above it that are missing, and their mode', async () => {
    const { made, maker } = createFolders(['/a'])
    await makeFolder('/a/b/c/d', maker, 0o700)
    expect(made).toEqual(['/a/b', '/a/b/c', '/a/b/c/d'].map((path) => ({ path, mode: 0o700 })))
  })

  test('that is there is left as it is, also where others make it at once', async () => {
    const { made, maker } = createFolders(['/a'])
    await makeFolder('/a', maker)
    await Promise.all([makeFolder('/a/b/c', maker), makeFolder('/a/b/c', maker)])
    expect(made).toEqual([{ path: '/a/b' }, { path: '/a/b/c' }])
  })

  test.each([
    { name: 'the system takes for missing in a parent that is there', there: ['/proc'], refused: '/proc', path: '/proc/x/y', code: 'ENOENT' },
    { name: 'may not be made', there: ['/locked'], path: '/locked/x/y', code: 'EACCES' },
    { name: 'stands on a drive that is not there', there: [], refused: '/', path: '/x', code: 'ENOENT' },
  ])('that $name is an error', async ({ there, refused, path, code }) => {
    const { made, maker } = createFolders(there, refused)
    await expect(makeFolder(path, maker)).rejects.toMatchObject({ code })
    expect(made).toEqual([])
  })
})
