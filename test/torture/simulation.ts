import { join } from 'node:path'
import { availabilityOf } from '../../server/availability.ts'
import { submitRequest } from '../../server/booking.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { RequestBody } from '../../server/contract/request.ts'
import { hashText } from '../../server/hash.ts'
import { releaseHold, renewHold, takeHold } from '../../server/holds.ts'
import { importPractice } from '../../server/import.ts'
import { ProblemError } from '../../server/problem.ts'
import { createResidents } from '../../server/residents.ts'
import type { Store, Transaction } from '../../server/store/store.ts'
import { claimFaults, readBooks } from './books.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type FaultyStore, faultKinds, InjectedFault, openFaultyStore } from './faulty-store.ts'
import {
  copyOf,
  emptyModel,
  isOffered,
  type Model,
  OPEN,
  type Op,
  type Outcome,
  type Placed,
  type SubmitOp,
  step,
} from './model.ts'
import { bodyFor } from './patients.ts'
import { torturePractice } from './practice.ts'
import { exactly, type Figure, type Row, told } from './row.ts'
import { oversoldByUndoneRules } from './undone-rules.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MIDNIGHT = Date.parse('2026-11-23T00:00:00Z')
const BATCHES = 9
const SEEDS_FOR_PLANTED = 200

/** A bug put in on purpose: a simulation that doesn't find these finds nothing. */
interface Planted {
  readonly name: string
  store?(store: Store): Store
  transaction?(transaction: Transaction): Transaction
}

const planted: readonly Planted[] = [
  {
    name: 'claims are not released',
    transaction: (transaction) => ({ ...transaction, release: async () => [] }),
  },
  {
    name: 'keys are forgotten',
    transaction: (transaction) => ({
      ...transaction,
      async takeKey(...taking) {
        await transaction.takeKey(...taking)
        return null
      },
    }),
  },
  {
    name: 'places are given without claims',
    transaction: (transaction) => ({ ...transaction, claim: async () => true }),
  },
  {
    name: 'expired holds keep their places',
    transaction: (transaction) => ({ ...transaction, expiredHolds: async () => [] }),
  },
  {
    name: 'overflow stays when a place is freed',
    transaction: (transaction) => ({ ...transaction, moveClaim: async () => {} }),
  },
  {
    name: 'a request sent again leaves the one before',
    transaction: (transaction) => ({ ...transaction, pendingWithHold: async () => null }),
  },
  {
    name: 'acknowledged before the commit',
    store: (store) => ({
      ...store,
      transaction: (run) =>
        new Promise((resolve, reject) => {
          const early: typeof run = async (transaction) => {
            const result = await run(transaction)
            resolve(result)
            return result
          }
          store.transaction(early).catch(reject)
        }),
    }),
  },
]

/** Weeks of bookings in a second: every seed is another story of people, clocks and faults, told to a small model too. */
export const simulation: Row = {
  name: 'simulation',
  async run({ seed, isShort, folder }) {
    const world = await openWorld(join(folder, 'simulation.sqlite'))
    const seeds = isShort ? 25 : 2000
    const differences: string[] = []
    for (let i = 0; i < seeds; i++) {
      const difference = await runSeed(world, seed + i)
      if (difference) differences.push(`seed ${seed + i}: ${difference}`)
    }
    const tally = { ...world.tally }
    const found: Figure[] = []
    // The first ones show quickest that it sees at all.
    for (const bug of isShort ? planted.slice(0, 3) : planted) {
      let i = 0
      while (i < SEEDS_FOR_PLANTED && !(await runSeed(world, seed + i, bug))) i++
      found.push({
        figure: `planted: ${bug.name}: found by seed number`,
        wanted: `< ${SEEDS_FOR_PLANTED}`,
        found: i < SEEDS_FOR_PLANTED ? `${i + 1}` : 'not found',
        isMet: i < SEEDS_FOR_PLANTED,
      })
    }
    await world.close()
    const undone = await oversoldByUndoneRules(join(folder, 'undone.sqlite'))
    return [
      exactly(`${seeds} seeds: differences from the model`, 0, differences.length, differences),
      exactly('oversold minutes after rules that were undone', 0, undone),
      ...found,
      told(
        'done / refused / faults / restarts',
        `${tally.done} / ${tally.refused} / ${tally.faults} / ${tally.restarts}`,
      ),
    ]
  },
}

/** What a change did inside its transaction, in the order in which changes ran. */
interface Ran {
  readonly op: Op
  readonly now: number
  placed: Placed | undefined
  /** Undefined when a fault ended it. */
  outcome: Outcome | undefined
}

interface World {
  readonly tally: { done: number; refused: number; faults: number; restarts: number }
  faulty: FaultyStore
  /** Of the group under way. */
  ran: Ran[]
  readonly groups: { readonly ran: readonly Ran[]; readonly stands: boolean }[]
  reopen(): Promise<void>
  close(): Promise<void>
}

async function openWorld(file: string): Promise<World> {
  const groupEnded = (stands: boolean) => {
    world.groups.push({ ran: world.ran, stands })
    world.ran = []
  }
  const open = () => openFaultyStore(file, groupEnded)
  const world: World = {
    tally: { done: 0, refused: 0, faults: 0, restarts: 0 },
    faulty: await open(),
    ran: [],
    groups: [],
    async reopen() {
      await world.faulty.store.close()
      world.faulty = await open()
    },
    close: () => world.faulty.store.close(),
  }
  return world
}

let practices = 0

/** @returns The first difference between what the server did and what the model says; null when there is none. */
async function runSeed(world: World, seed: number, bug?: Planted): Promise<string | null> {
  const chance = chanceOf(seed)
  const id = `sim-${++practices}`
  let places = 1 + chance.below(2)
  // Rules change seldom; in some stories often, because that is when what was read before must not be trusted.
  const importShare = chance.happens(0.4) ? 0.35 : 0.05
  const fileWith = (count: number) =>
    torturePractice({ id, places: count, chairs: 1 + (seed % 2), from: '08:00', to: '11:00', week: '2026-11-23' })
  let file = fileWith(places)
  let model = emptyModel(places)
  let now = MIDNIGHT + (420 + chance.below(60)) * MINUTE_MS
  let residents = createResidents()
  world.faulty.arm(null)
  await importPractice(world.faulty.store, file, now)
  world.groups.length = 0
  /** What clients know: tokens they were given, by the hash that the server keeps; what they sent under which key. */
  const tokens = new Map<string, string>()
  const sent: SubmitOp[] = []
  const references = new Map<string, string>()
  let queued = () => {}

  for (let batch = 0; batch < BATCHES; batch++) {
    if (chance.happens(0.6)) now += chance.below(4 * MINUTE_MS)
    if (chance.happens(0.1)) now += chance.below(40 * MINUTE_MS)
    if (chance.happens(0.1)) {
      world.tally.restarts++
      residents = createResidents()
      if (chance.happens(0.3)) await world.reopen()
    }
    const ops = Array.from({ length: 1 + chance.below(4) }, () =>
      someOp(chance, tokens, sent, file, places, importShare),
    )
    if (chance.happens(0.35)) {
      const kind = chance.pick(faultKinds)
      world.faulty.arm(kind === 'statement' || kind === 'full' ? { kind, after: chance.below(40) } : { kind })
    }
    // All of them in one group, or as they come.
    const gate = chance.happens(0.5) ? holdBack(ops.length) : null
    const told = await Promise.all(ops.map((op) => perform(op)))
    await gate
    queued = () => {}
    world.faulty.arm(null)

    // Whatever ran and isn't in a group that was committed was undone.
    world.groups.push({ ran: world.ran, stands: false })
    world.ran = []
    const committed = new Set<Op>()
    for (const { ran, stands } of world.groups.splice(0)) {
      const tentative = copyOf(model)
      for (const entry of ran) {
        const before = copyOf(tentative)
        const { outcome, fault } = step(tentative, file, entry.op, entry.now, entry.placed)
        if (entry.outcome === undefined) Object.assign(tentative, before)
        else if (entry.outcome !== outcome)
          return `${describe(entry.op)}: the server says ${entry.outcome}, the model ${outcome}`
        else if (fault) return `${describe(entry.op)}: ${fault}`
        if (entry.outcome === 'ok' && stands) committed.add(entry.op)
        if (entry.op.kind === 'import' && entry.outcome === 'ok' && stands) {
          places = entry.op.places
          file = fileWith(places)
        }
      }
      if (stands) model = tentative
    }
    for (const [i, op] of ops.entries()) {
      // A key may have been kept earlier, by a commit that nobody heard of.
      const stands = op.kind === 'submit' ? model.keys.has(op.key) : committed.has(op)
      if ((told[i] === 'ok' || told[i] === 'again') && !stands) {
        return `${describe(op)}: acknowledged, but it doesn't stand`
      }
    }
    const difference = await compare(model, now)
    if (difference) return `after batch ${batch}: ${difference}`
  }
  return null

  /** Keeps a group open until so many changes wait behind it. */
  function holdBack(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    let left = count
    queued = () => {
      if (--left === 0) resolve()
    }
    return world.faulty.store.transaction(() => promise).catch(() => resolve())
  }

  /** Does it as a client would. @returns What the client was told; null for a fault. */
  async function perform(op: Op): Promise<Outcome | null> {
    const store = watched(op)
    try {
      const outcome = await call(op, store)
      world.tally.done++
      return outcome
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal) world.tally.refused++
      else world.tally.faults++
      return refusal ?? null
    }
  }

  async function call(op: Op, store: Store): Promise<Outcome> {
    if (op.kind === 'import') {
      const answer = await importPractice(store, fileWith(op.places), now)
      if (!answer.ok) throw new Error(answer.reason)
      return 'ok'
    }
    if (op.kind === 'release') await releaseHold(store, residents, now, id, tokens.get(op.hold)!)
    else if (op.kind === 'renew') await renewHold(store, residents, now, id, tokens.get(op.hold)!)
    else if (op.kind === 'hold') {
      const { reason, practitioner, visitor, old } = op
      const hold = old === null ? undefined : tokens.get(old)!
      const body = { reason, practitioner, start: new Date(op.start).toISOString(), ...(hold ? { hold } : {}) }
      const reply = await takeHold(store, residents, now, id, body, visitor)
      tokens.set(await hashText(reply.hold), reply.hold)
    } else {
      const { reason, practitioner, start, key, note } = op
      const hold = op.hold === null ? {} : { hold: tokens.get(op.hold)! }
      const body = RequestBody.parse({ ...bodyFor({ reason, practitioner, start, ...hold }), note })
      const reply = await submitRequest(store, residents, now, { practice: id, key, body, origin: null })
      const first = references.get(key)
      if (first !== undefined && first !== reply.reference) throw new ProblemError('internal-error', 'two for one key')
      references.set(key, reply.reference)
      return first === undefined ? 'ok' : 'again'
    }
    return 'ok'
  }

  /** The store as one change sees it: notes when it ran, what it wrote down, how it ended. */
  function watched(op: Op): Store {
    const own = world.faulty.store
    const base = bug?.store?.(own) ?? own
    return {
      ...base,
      transaction(run) {
        const entry: Ran = { op, now, placed: undefined, outcome: undefined }
        const result = base.transaction(async (real) => {
          world.ran.push(entry)
          let isAgain = false
          const transaction = bug?.transaction?.(real) ?? real
          const noted: Transaction = {
            ...transaction,
            async takeKey(...taking) {
              const answered = await transaction.takeKey(...taking)
              isAgain = answered !== null
              return answered
            },
            async addRequest(practice, request) {
              await transaction.addRequest(practice, request)
              entry.placed = request
            },
            async addHold(practice, hold) {
              await transaction.addHold(practice, hold)
              entry.placed = hold
            },
          }
          try {
            const result = await run(noted)
            entry.outcome = isAgain ? 'again' : 'ok'
            return result
          } catch (error) {
            entry.outcome = refusalOf(error)
            throw error
          }
        })
        queued()
        // The store itself has something to write when the change has done its part.
        result.catch((error: unknown) => {
          if (error instanceof InjectedFault) entry.outcome = undefined
        })
        return result
      },
    }
  }

  async function compare(expected: Model, at: number): Promise<string | null> {
    const { store } = world.faulty
    const books = await readBooks(store, file)
    const [fault] = claimFaults(file, books, at)
    if (fault) return `claims: ${fault}`
    const live = books.holds.filter(({ expiresAt }) => expiresAt > at)
    const stored = [
      ...books.requests.map(({ id: request, start }) => `request ${request} ${start}`),
      ...live.map(({ id: hold, start, expiresAt }) => `hold ${hold} ${start} ${expiresAt}`),
    ].sort()
    const visits = [...expected.visits.values()].filter(({ hold }) => !hold || hold.expiresAt > at)
    const wanted = visits
      .map(({ id: visit, start, hold }) =>
        hold ? `hold ${visit} ${start} ${hold.expiresAt}` : `request ${visit} ${start}`,
      )
      .sort()
    if (stored.join() !== wanted.join()) return `stored: ${stored.join()}; the model: ${wanted.join()}`
    return compareListing(expected, at)
  }

  /** What is listed is what may be sent, and the reverse. */
  async function compareListing(expected: Model, at: number): Promise<string | null> {
    const present = (await residents.present(world.faulty.store, id, at))!
    const reason = chance.pick(file.reasons).id
    const practitioner = chance.happens(0.5) ? null : chance.pick(file.practitioners).id
    const question = { reason, practitioner, from: '2026-11-23', to: '2026-11-24' }
    const listed = availabilityOf(present.practice, present.snapshot, question).slots.map(({ start }) =>
      Date.parse(start),
    )
    const visits = [...expected.visits.values()].filter(({ hold }) => !hold || hold.expiresAt > at)
    const offered: number[] = []
    for (let minute: number = OPEN.from; minute < OPEN.to; minute += 5) {
      const start = MIDNIGHT + minute * MINUTE_MS
      if (isOffered(expected, file, { reason, practitioner, start }, at, visits)) offered.push(start)
    }
    return listed.join() === offered.join() ? null : `${reason}: listed ${listed.join()}, the model ${offered.join()}`
  }
}

function someOp(
  chance: Chance,
  tokens: ReadonlyMap<string, string>,
  sent: SubmitOp[],
  file: PracticeFile,
  places: number,
  importShare: number,
): Op {
  const holds = [...tokens.keys()]
  const hold = holds.length > 0 && chance.happens(0.6) ? chance.pick(holds) : null
  const reason = chance.pick(file.reasons)
  const step = reason.stepMinutes ?? reason.durationMinutes
  const minute = OPEN.from + chance.below(Math.ceil((OPEN.to - OPEN.from) / step)) * step
  const start = MIDNIGHT + (chance.happens(0.05) ? DAY_MS : 0) + (minute + (chance.happens(0.03) ? 5 : 0)) * MINUTE_MS
  const practitioner = chance.happens(0.5) ? null : chance.pick(file.practitioners).id
  const which = chance.next()
  if (which < 0.3) {
    return { kind: 'hold', reason: reason.id, practitioner, start, visitor: `v${chance.below(3)}`, old: hold }
  }
  if (which < 0.42 && hold !== null) return { kind: chance.happens(0.5) ? 'renew' : 'release', hold }
  if (chance.happens(importShare)) return { kind: 'import', places: chance.happens(0.5) ? places : 1 + chance.below(3) }
  if (which < 0.62 && sent.length > 0) {
    const before = chance.pick(sent)
    return chance.happens(0.8) ? before : { ...before, note: 'other' }
  }
  const op = {
    kind: 'submit' as const,
    key: `sim-key-${sent.length}`,
    reason: reason.id,
    practitioner,
    start,
    hold,
    note: '',
  }
  sent.push(op)
  return op
}

const refusals: Partial<Record<ProblemError['refusal'], Outcome>> = {
  'slot-taken': 'taken',
  'not-offered': 'taken',
  'key-reused': 'key-reused',
  'hold-ended': 'hold-ended',
  'too-many-holds': 'too-many-holds',
}

function refusalOf(error: unknown): Outcome | undefined {
  const told = error instanceof Error && 'otherwise' in error ? error.otherwise : error
  return told instanceof ProblemError ? refusals[told.refusal] : undefined
}

function describe(op: Op): string {
  return JSON.stringify(op)
}
