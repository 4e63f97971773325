import { hasRight } from '../access.ts'
import { canonical } from '../booking.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { todayOf } from '../dates.ts'
import { ProblemError } from '../problem.ts'
import type { ReplacedRules, Role, StoredPractice } from '../store/model.ts'
import type { Store, Transaction } from '../store/store.ts'
import { lostNames, putInForce } from './in-force.ts'
import { changedParts, isSetUp } from './parts.ts'
import { baseOf, fileOf, lostFault, type RulesFault } from './reading.ts'
import { differencesOf } from './words.ts'

/** Who changes the rules of which practice, and what they had in front of them. */
export interface Saving {
  readonly practice: string
  readonly userId: string
  readonly role: Role
  readonly base: string
  /** Epoch ms. */
  readonly now: number
}

/**
 * Puts a whole practice file in force, in one transaction. Nothing is moved or dropped by it: what it leaves outside hours
 * or beyond capacity stays as it is. What stands already, as after sending twice, is saved.
 *
 * @param data - The file as it was sent.
 * @throws ProblemError `invalid-request` with each fault by its pointer; `changed-meanwhile`; `not-allowed` for set-up.
 */
export function saveRules(store: Store, saving: Saving, data: unknown): Promise<void> {
  return change(store, saving, 'rules-saved', ({ file: before }) => {
    const read = fileOf(data, before.id, todayOf(before, saving.now))
    if (!read.ok) throw faulty(read.faults)
    return read.file
  })
}

/**
 * Puts what the last change replaced in force again. It is itself a change: undone in turn, it does again what was undone.
 *
 * @throws ProblemError as {@link saveRules} does, and `not-changeable` where there is nothing to undo.
 */
export function undoRules(store: Store, saving: Saving): Promise<void> {
  return change(store, saving, 'rules-undone', (_practice, last) => {
    if (!last) throw new ProblemError('not-changeable', 'The rules stand as they came first: there is nothing to undo.')
    return last.file
  })
}

async function change(
  store: Store,
  { practice: id, userId, role, base, now }: Saving,
  action: 'rules-saved' | 'rules-undone',
  next: (practice: StoredPractice, last: ReplacedRules | null) => PracticeFile,
): Promise<void> {
  await store.transaction(async (transaction) => {
    // Bookings under way are waited for, and those that come wait.
    await transaction.lockVersions(id)
    const before = await transaction.practice(id)
    if (!before) throw new ProblemError('not-found', 'There is no such practice.')
    const last = await transaction.lastReplaced(id)
    const isCurrent = base === (await baseOf(before, last))
    if (!isCurrent && action === 'rules-undone') throw changedMeanwhile()
    const file = next(before, last)
    if (canonical(file) === canonical(before.file)) return
    if (!isCurrent) throw changedMeanwhile()
    await checkChange(transaction, before.file, file, role, now)
    const actor = `staff:${userId}`
    const what = differencesOf(before.file, file)
    await putInForce(transaction, file, { before, at: now, actor, what, isClaimedAnew: false })
    // Names of parts only: what stands in them may name people.
    const detail = { parts: changedParts(before.file, file) }
    await transaction.addAudit(id, { at: now, actor, action, subject: 'rules', detail })
  })
}

/** Refuses what the role may not change, and what something ahead stands on. */
async function checkChange(
  transaction: Transaction,
  before: PracticeFile,
  after: PracticeFile,
  role: Role,
  now: number,
): Promise<void> {
  const setUp = changedParts(before, after).filter(isSetUp)
  if (setUp.length > 0 && !hasRight(role, 'manage')) {
    throw new ProblemError(
      'not-allowed',
      `Hours, closures and places can be changed by all staff; this can be changed by an owner only: ${setUp.map(partName).join(', ')}.`,
    )
  }
  const lost = await lostNames(transaction, before, after, now)
  if (lost.length > 0) throw faulty(lost.map(lostFault))
}

/** `practitioners/ann/role` as `role`: ids are for the audit. */
function partName(part: string): string {
  const [list, id, field] = part.split('/')
  return id === undefined ? list! : `${list} (${field ?? 'who and what is in the list'})`
}

/** Pointers are into the body that was sent. */
function faulty(faults: readonly RulesFault[]): ProblemError {
  const errors = faults.map(({ pointer, detail }) => ({ pointer: `/file${pointer}`, detail }))
  const detail = errors.length === 1 ? errors[0]!.detail : `${errors.length} things must be changed.`
  return new ProblemError('invalid-request', detail, { errors })
}

function changedMeanwhile(): ProblemError {
  return new ProblemError('changed-meanwhile', 'The rules have been changed meanwhile. Look at both, then save.')
}
