import type { z } from 'zod'
import type { AddBlock } from '../contract/calendar.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { localIso } from '../dates.ts'
import { changeBlocks } from '../pms/blocking.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { Store } from '../store/store.ts'

const LONGEST_MS = 400 * 86_400_000

/** Who does it, when. */
export interface Blocking {
  readonly store: Store
  /** As in the audit. */
  readonly actor: string
  /** Epoch ms. */
  readonly now: number
}

/**
 * Takes time whole from practitioners: nothing more is offered in it. What stands there already stays as it is.
 *
 * @returns Its id.
 * @throws ProblemError for an end that isn't after the start, more than 400 days, and ids that the practice doesn't have.
 */
export async function addBlock(
  { store, actor, now }: Blocking,
  file: PracticeFile,
  body: z.infer<typeof AddBlock>,
): Promise<string> {
  const [start, end] = [Date.parse(body.start), Date.parse(body.end)]
  if (end <= start) throw fieldProblem('/end', 'The end must come after the start.')
  if (end - start > LONGEST_MS) throw fieldProblem('/end', 'Block at most 400 days at a time.')
  const ours = new Set(file.practitioners.map((each) => each.id))
  const unknown = body.practitioners.findIndex((id) => !ours.has(id))
  if (unknown !== -1) throw fieldProblem(`/practitioners/${unknown}`, 'The practice has no such practitioner.')
  const id = crypto.randomUUID()
  const practitioners = [...new Set(body.practitioners)]
  const zone = file.locations[0]!.timeZone
  await changeBlocks(store, file.id, async (transaction) => {
    await transaction.putBlock(file.id, {
      ...{ id, practitioners, start, end, kind: 'staff', note: body.note || null },
      ...{ createdAt: now, createdBy: actor },
    })
    await transaction.addAudit(file.id, {
      ...{ at: now, actor, action: 'block-added', subject: `block:${id}` },
      // Without the note: people write names into it.
      detail: { practitioners, start: localIso(start, zone), end: localIso(end, zone) },
    })
  })
  return id
}

/**
 * Gives the time back that somebody blocked here.
 *
 * @throws ProblemError when there is no such block, or it isn't staff's.
 */
export async function removeBlock({ store, actor, now }: Blocking, file: PracticeFile, id: string): Promise<void> {
  await changeBlocks(store, file.id, async (transaction) => {
    const block = (await transaction.blocks(file.id, 0)).find((each) => each.id === id)
    if (!block) throw new ProblemError('not-found', 'There is no such block; a colleague may have removed it.')
    if (block.kind !== 'staff') {
      throw new ProblemError('not-changeable', 'This time is taken by your own software, and can be freed only there.')
    }
    await transaction.dropBlock(file.id, id)
    await transaction.addAudit(file.id, { at: now, actor, action: 'block-removed', subject: `block:${id}` })
  })
}
