import { useEffect, useMemo, useState } from 'preact/hooks'

const pageSize = 100

/** A long list that stays in the worker: what is looked at is fetched, a hundred at a time. */
export interface Pages<Item> {
  /** Undefined until the first page is there. */
  readonly total: number | undefined
  /** Undefined while it is on its way. */
  get(index: number): Item | undefined
}

/**
 * @param key of the list: another one is fetched anew
 * @param load the items from one place up to another; a failed load leaves the list as it is
 */
export function usePages<Item>(key: string, load: (from: number, to: number) => Promise<{ readonly total: number; readonly items: readonly Item[] }>): Pages<Item> {
  const [, setVersion] = useState(0)
  const list = useMemo(() => {
    const items = new Map<number, Item>()
    const asked = new Set<number>()
    let total: number | undefined
    let isGone = false
    const fetchPage = (page: number): void => {
      if (asked.has(page) || isGone) return
      asked.add(page)
      load(page * pageSize, (page + 1) * pageSize).then((loaded) => {
        if (isGone) return
        total = loaded.total
        for (const [i, item] of loaded.items.entries()) items.set(page * pageSize + i, item)
        setVersion((version) => version + 1)
      }, () => { asked.delete(page) }) // a newer run is on its way, with a key of its own
    }
    return {
      get total() { return total },
      get(index: number): Item | undefined {
        const item = items.get(index)
        if (item === undefined) fetchPage(Math.floor(index / pageSize))
        return item
      },
      start() { fetchPage(0) },
      end() { isGone = true },
    }
  }, [key])
  useEffect(() => {
    list.start()
    return () => { list.end() }
  }, [list])
  return list
}
