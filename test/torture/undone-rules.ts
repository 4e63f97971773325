import { submitRequest } from '../../server/booking.ts'
import { RequestBody } from '../../server/contract/request.ts'
import { importPractice } from '../../server/import.ts'
import { createResidents } from '../../server/residents.ts'
import { oversoldMinutes, readBooks } from './books.ts'
import { openFaultyStore } from './faulty-store.ts'
import { bodyFor } from './patients.ts'
import { torturePractice } from './practice.ts'

const NOW = Date.parse('2026-11-20T08:00:00Z')
const START = Date.parse('2026-11-23T09:00:00Z')

/**
 * A story that chance hardly ever tells: rules for three at a time and a request that is refused stand in one group, whose
 * commit fails. Then rules for one at a time come in force, under the number that the undone ones had. Whoever read those
 * must not take them for these.
 *
 * @returns Minutes oversold.
 */
export async function oversoldByUndoneRules(path: string): Promise<number> {
  const { store, arm } = await openFaultyStore(path, () => {})
  const file = (places: number) => torturePractice({ id: 'undone', places })
  const residents = createResidents()
  const submit = async (i: number, start: number) => {
    const body = RequestBody.parse(bodyFor({ reason: 'fixed', start, practitioner: 'doctor-0' }, i))
    const sending = { practice: 'undone', key: `undone-key-${i}`, body, origin: null }
    await submitRequest(store, residents, NOW, sending).catch(() => {})
  }
  await importPractice(store, file(2), NOW)
  arm({ kind: 'commit' })
  const gate = store.transaction(() => new Promise((resolve) => setTimeout(resolve, 50)))
  await Promise.allSettled([gate, importPractice(store, file(3), NOW), submit(0, START + 60_000)])
  arm(null)
  await importPractice(store, file(1), NOW)
  for (let i = 1; i <= 4; i++) await submit(i, START)
  const books = await readBooks(store, file(1))
  await store.close()
  return oversoldMinutes(file(1), books.requests)
}
