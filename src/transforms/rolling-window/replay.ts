import type { ToolResultPart } from '../../conversation/types.ts'
import type { ResultShortening } from '../cut-planning.ts'
import type { Growth, Owner, Piece, Pieces } from './pieces.ts'

export interface WindowBudget {
  /** Tokens for the whole request: the model's window less the room for the answer. */
  readonly limit: number
  /** What our note may cost. */
  readonly noteTokens: number
  readonly keepTurns: number
  readonly keepToolUnits: number | 'all'
  readonly lowWater: number
}

export interface Replayed {
  /** Pieces that are gone, by their place. */
  readonly dropped: ReadonlySet<number>
  /** Whether what is left fits. */
  readonly fits: boolean
  /** Tokens of what may not be dropped. */
  readonly protectedTokens: number
}

/**
 * What is left of a transcript after all cuts that it went through while it grew.
 *
 * The transcript is walked from its start. Whenever it does not fit any more, the oldest pieces go until it is down to the low-water
 * mark: first the tool units of turns that need not be kept, then those turns; where that is not enough to fit, the oldest units of the
 * turns that are kept. So each cut rests on nothing but what came before it, and a longer transcript repeats the cuts of the shorter
 * one. A cut after which it would not fit is not made, and nothing goes before the assistant has read it.
 *
 * Results that say what others say are shorter while those are there. When those go, they are not: then what is left is shortened anew,
 * and if it does not fit any more, more goes.
 *
 * A piece enters each queue at most once, and what is left at a cut is shortened anew, which the room that each cut makes pays for: linear in
 * the growth.
 *
 * @param shortening without it results stay as long as they are
 */
export async function replayCuts({ pieces, growth, fixedTokens }: Pieces, budget: WindowBudget, shortening?: ResultShortening): Promise<Replayed> {
  const room = budget.limit - fixedTokens - budget.noteTokens
  const state = createState(pieces, budget)
  const { queues } = state
  const target = Math.floor(room * (shortening === undefined ? budget.lowWater : Math.min(budget.lowWater, mostWater)))
  const isOver = (): boolean => state.total > (state.dropped.size > 0 ? room : budget.limit - fixedTokens)
  const mustStay = (): number => state.total - queues.reduce((sum, { tokens }) => sum + tokens, 0)
  const shortened = shortening === undefined ? undefined : createShortened(state, shortening)
  const [notes, oldUnits, oldTurns, keptUnits] = queues
  for (const [place, grown] of growth.entries()) {
    state.grow(grown, place)
    await shortened?.grow(grown)
    if (!isOver() || mustStay() > room) continue
    let before: number
    do {
      before = state.dropped.size
      state.drop(notes, -1)
      state.drop(oldUnits, target)
      state.drop(oldTurns, target)
      if (isOver()) state.drop(keptUnits, target)
      if (state.dropped.size > before) await shortened?.startAnew()
    } while (isOver() && state.dropped.size > before)
  }
  return { dropped: state.dropped, fits: !isOver(), protectedTokens: fixedTokens + mustStay() }
}

/** With less room after a cut than this leaves, all that is left would be shortened anew for every message. */
const mostWater = 0.9

/** Keeps the tokens of results up to date. */
interface Shortened {
  grow(growth: Growth): Promise<void>
  startAnew(): Promise<void>
}

function createShortened(state: State, shortening: ResultShortening): Shortened {
  interface Shorter { readonly owner: Owner; readonly result: ToolResultPart; saved: number }
  let results: Shorter[] = []
  const isThere = ({ owner }: { readonly owner: Owner }): boolean => owner === undefined || !state.dropped.has(owner)
  return {
    async grow({ shares }) {
      for (const share of shares) {
        if (share.result === undefined || !isThere(share)) continue
        const saved = await shortening.shorten(share.result)
        state.resize(share.owner, -saved)
        results.push({ owner: share.owner, result: share.result, saved })
      }
    },
    async startAnew() {
      shortening.restart()
      results = results.filter(isThere)
      for (const shorter of results) {
        const saved = await shortening.shorten(shorter.result)
        state.resize(shorter.owner, shorter.saved - saved)
        shorter.saved = saved
      }
    },
  }
}

/** Pieces that may go, in the order in which they go. One that went on to another queue is passed over when its turn comes. */
interface Queue {
  readonly pieces: Standing[]
  next: number
  tokens: number
}

/** One piece as it stands in the transcript so far. */
interface Standing {
  readonly at: number
  readonly piece: Piece
  tokens: number
  hasBegun: boolean
  /** Of a unit: whether the assistant has spoken since its last call was answered. */
  isRead: boolean
  /** Of a unit: whether enough newer ones have begun. */
  isFree: boolean
  queue: Queue | undefined
}

/** What is known of a turn so far. */
interface TurnSoFar {
  readonly units: Standing[]
  unread: number
  rest?: Standing
}

interface State {
  /** Earlier notes, units of turns that need not be kept, those turns, and units of kept turns. */
  readonly queues: readonly [Queue, Queue, Queue, Queue]
  readonly dropped: ReadonlySet<number>
  /** Tokens of the transcript as it is now. */
  readonly total: number
  grow(growth: Growth, place: number): void
  /** What is there has so many tokens more. */
  resize(owner: Owner, tokens: number): void
  /** Drops pieces of a queue until the total is down to `target`, or none is left. */
  drop(queue: Queue, target: number): void
}

function createState(pieces: readonly Piece[], { keepTurns, keepToolUnits }: WindowBudget): State {
  const queues = [createQueue(), createQueue(), createQueue(), createQueue()] as const
  const [notes, oldUnits, oldTurns, keptUnits] = queues
  const standings = pieces.map((piece, at): Standing => ({ at, piece, tokens: 0, hasBegun: false, isRead: false, isFree: false, queue: undefined }))
  const dropped = new Set<number>()
  const turns = new Map<number, TurnSoFar>()
  /** Units in the order in which they began. */
  const begun: Standing[] = []
  const answered = byAnswer(standings)
  let unread: Standing[] = []
  let total = 0
  let newest = -1

  const turnSoFar = (turn: number): TurnSoFar => {
    const known = turns.get(turn) ?? { units: [], unread: 0 }
    turns.set(turn, known)
    return known
  }
  const isOld = (turn: number): boolean => turn <= newest - keepTurns

  return {
    queues,
    dropped,
    get total() { return total },
    grow({ beginsTurn, speaks, shares }, place) {
      if (beginsTurn) {
        newest++
        leaveBehind(newest - keepTurns)
      }
      if (speaks) {
        for (const unit of unread) read(unit)
        unread = []
      }
      for (const { owner, tokens } of shares) {
        if (owner === undefined) total += tokens
        else if (!dropped.has(owner)) add(standings[owner]!, tokens) // owners are places in `pieces`
      }
      unread.push(...answered.get(place) ?? [])
    },
    resize(owner, tokens) {
      total += tokens
      const standing = owner === undefined ? undefined : standings[owner]! // owners are places in `pieces`
      if (standing === undefined) return
      standing.tokens += tokens
      if (standing.queue !== undefined) standing.queue.tokens += tokens
    },
    drop(queue, target) {
      while (total > target && queue.next < queue.pieces.length) {
        const standing = queue.pieces[queue.next++]! // within the list
        if (standing.queue !== queue) continue
        dropped.add(standing.at)
        total -= standing.tokens
        queue.tokens -= standing.tokens
        standing.queue = undefined
      }
    },
  }

  function add(standing: Standing, tokens: number): void {
    standing.tokens += tokens
    total += tokens
    if (standing.queue !== undefined) standing.queue.tokens += tokens
    if (standing.hasBegun) return
    standing.hasBegun = true
    begin(standing)
  }

  function begin(standing: Standing): void {
    const { piece } = standing
    switch (piece.kind) {
      case 'note':
        enter(standing, notes)
        return
      case 'turn':
        if (piece.mayGo) turnSoFar(piece.turn).rest = standing
        moveTurn(piece.turn)
        return
      case 'unit': {
        const turn = turnSoFar(piece.turn)
        turn.units.push(standing)
        turn.unread++
        begun.push(standing)
        const free = keepToolUnits === 'all' ? undefined : begun[begun.length - 1 - keepToolUnits]
        if (free === undefined) return
        free.isFree = true
        moveUnit(free)
      }
    }
  }

  function read(unit: Standing): void {
    unit.isRead = true
    moveUnit(unit)
    if (unit.piece.kind !== 'unit') return
    turnSoFar(unit.piece.turn).unread--
    moveTurn(unit.piece.turn)
  }

  function leaveBehind(turn: number): void {
    for (const unit of turnSoFar(turn).units) moveUnit(unit)
    moveTurn(turn)
  }

  function moveUnit(unit: Standing): void {
    if (!unit.isRead || unit.piece.kind !== 'unit') return
    if (isOld(unit.piece.turn)) enter(unit, oldUnits)
    else if (unit.isFree) enter(unit, keptUnits)
  }

  /** A turn goes after its units, and not while one of them has to stay. */
  function moveTurn(turn: number): void {
    const { rest, unread: waiting } = turnSoFar(turn)
    if (rest !== undefined && isOld(turn) && waiting === 0) enter(rest, oldTurns)
  }

  function enter(standing: Standing, queue: Queue): void {
    if (standing.queue === queue || dropped.has(standing.at)) return
    if (standing.queue !== undefined) standing.queue.tokens -= standing.tokens
    standing.queue = queue
    queue.pieces.push(standing)
    queue.tokens += standing.tokens
  }
}

function createQueue(): Queue {
  return { pieces: [], next: 0, tokens: 0 }
}

/** Units by the place at which their last call was answered. */
function byAnswer(standings: readonly Standing[]): ReadonlyMap<number, Standing[]> {
  const answered = new Map<number, Standing[]>()
  for (const standing of standings) {
    if (standing.piece.kind !== 'unit') continue
    const { answeredAt } = standing.piece
    const same = answered.get(answeredAt)
    if (same === undefined) answered.set(answeredAt, [standing])
    else same.push(standing)
  }
  return answered
}
