import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Connector, PmsAppointment, PmsFault, PmsPatient, Unreadable } from '../../server/pms/connector.ts'

/** An appointment that a test wants to be in the PMS. */
export interface Put {
  /** Any text; `Opened.put` answers with what the PMS makes of it. */
  readonly name: string
  /** Epoch ms, whole minutes. */
  readonly start: number
  readonly end: number
  readonly status?: PmsAppointment['status']
  readonly patient?: Omit<PmsPatient, 'id'> | undefined
  /** Something that no connector can make sense of stands where its start should be. */
  readonly isGarbled?: boolean
}

/** A PMS with a connector to it, made for one test. */
export interface Opened {
  readonly connector: Connector
  /** Enters it, or changes what was entered under that name before. Answers with its id in the PMS. */
  put(appointment: Put): Promise<string>
  remove(id: string): Promise<void>
  close(): Promise<void>
}

export interface Ways {
  open(): Promise<Opened>
  readonly isWritable: boolean
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const start = Date.parse('2026-12-01T15:00:00Z')
const range = { start: start - 40 * DAY_MS, end: start + 40 * DAY_MS }
const visit = (name: string, minutes = 0): Put => ({
  name,
  start: start + minutes * MINUTE_MS,
  end: start + (minutes + 30) * MINUTE_MS,
  patient: {
    given: 'Ana',
    family: 'de la Cruz',
    birthDate: '1985-03-09',
    mobile: '555-0101',
    email: 'ana@example.com',
  },
})

/**
 * What every connector promises, as vitest cases: call it in a test file of the connector.
 *
 * @param ways.open - A PMS without any appointment.
 */
export function connectorContract(name: string, { open, isWritable }: Ways): void {
  describe(`${name}, as every connector`, () => {
    let pms: Opened
    let signal: AbortSignal

    beforeEach(async () => {
      pms = await open()
      signal = new AbortController().signal
    })
    afterEach(() => pms.close())

    const window = async (of = range) => (await all(pms.connector.window(of, signal))).items
    const ids = (items: readonly { readonly id: string }[]) => [...new Set(items.map(({ id }) => id))].sort()

    it('lists nothing where there is nothing', async () => {
      expect(await window()).toEqual([])
    })

    it('gives an appointment with its time, status and patient', async () => {
      const id = await pms.put(visit('one'))
      const [item] = await window()
      expect(item).toMatchObject({
        kind: 'appointment',
        id,
        status: 'booked',
        start,
        end: start + 30 * MINUTE_MS,
        patient: {
          given: 'Ana',
          family: 'de la Cruz',
          birthDate: '1985-03-09',
          mobile: '555-0101',
          email: 'ana@example.com',
        },
        key: null,
      })
    })

    it('lists what starts in the window, from its start on and up to its end', async () => {
      const first = await pms.put(visit('first'))
      await pms.put(visit('next', 60))
      await pms.put(visit('before', -1))
      expect(ids(await window({ start, end: start + 60 * MINUTE_MS }))).toEqual([first])
    })

    it('lists all of a window of many pages and months', async () => {
      const expected: string[] = []
      for (let i = 0; i < 60; i++) expected.push(await pms.put(visit(`visit ${i}`, (i - 30) * 1440)))
      expect(ids(await window())).toEqual(ids(expected.map((id) => ({ id }))))
    })

    it('gives cancelled appointments too, as such', async () => {
      await pms.put({ ...visit('one'), status: 'cancelled' })
      // A listing of what is ahead may leave them out; what it gives isn't live.
      for (const item of await window()) expect(item).toMatchObject({ status: 'cancelled' })
    })

    it('reads one by its id', async () => {
      const id = await pms.put(visit('one'))
      await pms.put(visit('two', 60))
      expect(await pms.connector.get(id, signal)).toMatchObject({ kind: 'appointment', id, start })
    })

    it('gives null for one that is gone, or never was', async () => {
      const id = await pms.put(visit('one'))
      await pms.put(visit('two', 60))
      await pms.remove(id)
      expect(await pms.connector.get(id, signal)).toBeNull()
      expect(await pms.connector.get(`${id}9`, signal)).toBeNull()
    })

    it('lists no more what is gone', async () => {
      const id = await pms.put(visit('one'))
      const other = await pms.put(visit('two', 60))
      await pms.remove(id)
      expect(ids(await window())).toEqual([other])
    })

    it('tells what changed since the cursor, where it can', async () => {
      await pms.put(visit('before'))
      if (!(await pms.connector.capabilities(signal)).isIncremental) return
      const { cursor } = await all(pms.connector.changed(null, signal))
      const moved = await pms.put({ ...visit('before'), start: start + DAY_MS, end: start + DAY_MS + 30 * MINUTE_MS })
      const added = await pms.put(visit('after', 60))
      const changed = await all(pms.connector.changed(cursor, signal))
      expect(ids(changed.items)).toEqual(ids([{ id: moved }, { id: added }]))
      expect(changed.items.find(({ id }) => id === moved)).toMatchObject({ start: start + DAY_MS })
      expect(changed.cursor).not.toBeNull()
      const later = await pms.put(visit('later', 120))
      const next = await all(pms.connector.changed(changed.cursor, signal))
      expect(ids(next.items)).toContain(later)
    })

    it('keeps what it can read when one next to it can not be read', async () => {
      const one = await pms.put(visit('one'))
      const garbled = await pms.put({ ...visit('garbled', 60), isGarbled: true })
      const two = await pms.put(visit('two', 120))
      const items = await window()
      expect(ids(items)).toEqual(ids([{ id: one }, { id: garbled }, { id: two }]))
      const strange = items.find(({ id }) => id === garbled) as Unreadable
      expect(strange.kind).toBe('unreadable')
      expect(strange.why).not.toMatch(/Ana|Cruz|1985|0101|example/)
    })

    it('ends when it is told to', async () => {
      const id = await pms.put(visit('one'))
      const stopped = AbortSignal.abort(new Error('enough'))
      await expect(all(pms.connector.window(range, stopped))).rejects.toThrow('enough')
      await expect(pms.connector.get(id, stopped)).rejects.toThrow('enough')
    })

    describe.runIf(isWritable)('which can be written to', () => {
      const person = { given: 'Bo', family: "O'Brien-Müller", birthDate: '1990-05-04', mobile: null, email: null }
      const writer = () => pms.connector.writer!
      const written = (patientId: string) => ({
        ...{ start, end: start + 30 * MINUTE_MS, practitioners: [], chair: null, type: null, patientId },
      })
      const faultOf = (promise: Promise<unknown>) =>
        promise.then(
          () => null,
          (error: PmsFault) => error.kind,
        )

      it('makes a patient once for a key', async () => {
        const one = await writer().createPatient('key-1', person, signal)
        expect(one).toMatchObject({ given: 'Bo', family: "O'Brien-Müller", birthDate: '1990-05-04' })
        expect((await writer().createPatient('key-1', person, signal)).id).toBe(one.id)
        expect((await writer().createPatient('key-2', person, signal)).id).not.toBe(one.id)
      })

      it('finds a patient again', async () => {
        const { id } = await writer().createPatient('key-1', person, signal)
        expect(ids(await writer().findPatients(person, signal))).toEqual([id])
      })

      it('makes an appointment once for a key', async () => {
        const { id } = await writer().createPatient('key-1', person, signal)
        const one = await writer().createAppointment('key-a', written(id), signal)
        expect(one).toMatchObject({ status: 'booked', start, key: 'key-a', patient: { id } })
        expect((await writer().createAppointment('key-a', written(id), signal)).id).toBe(one.id)
        expect(ids(await window())).toEqual([one.id])
      })

      it('moves an appointment, and does so once', async () => {
        const { id } = await writer().createPatient('key-1', person, signal)
        const made = await writer().createAppointment('key-a', written(id), signal)
        const { patientId: _, ...to } = { ...written(id), start: start + DAY_MS, end: start + DAY_MS + 45 * MINUTE_MS }
        const moved = await writer().changeAppointment(made.id, made.version, to, signal)
        expect(moved).toMatchObject({ id: made.id, start: to.start, end: to.end, patient: { id }, key: 'key-a' })
        // As if the answer had been lost.
        const again = await writer().changeAppointment(made.id, made.version, to, signal)
        expect(again).toEqual(moved)
      })

      it('cancels an appointment, and does so once', async () => {
        const { id } = await writer().createPatient('key-1', person, signal)
        const made = await writer().createAppointment('key-a', written(id), signal)
        for (const _ of [1, 2]) {
          const { status } = await writer().changeAppointment(made.id, made.version, { status: 'cancelled' }, signal)
          expect(status).toBe('cancelled')
        }
      })

      it('leaves alone what was changed there since it was read', async () => {
        const { id } = await writer().createPatient('key-1', person, signal)
        const made = await writer().createAppointment('key-a', written(id), signal)
        const { patientId: _, ...to } = { ...written(id), start: start + DAY_MS, end: start + DAY_MS + 30 * MINUTE_MS }
        await writer().changeAppointment(made.id, made.version, to, signal)
        const stale = writer().changeAppointment(made.id, made.version, { status: 'cancelled' }, signal)
        expect(await faultOf(stale)).toBe('moved')
        expect(await pms.connector.get(made.id, signal)).toMatchObject({ status: 'booked', start: to.start })
      })

      it('says that an appointment is gone', async () => {
        const { id } = await writer().createPatient('key-1', person, signal)
        const made = await writer().createAppointment('key-a', written(id), signal)
        await pms.remove(made.id)
        const late = writer().changeAppointment(made.id, made.version, { status: 'cancelled' }, signal)
        expect(await faultOf(late)).toBe('gone')
      })
    })
  })
}

/** All that a listing gives, and the last cursor of it. */
export async function all(
  pages: ReturnType<Connector['window']>,
): Promise<{ items: (PmsAppointment | Unreadable)[]; cursor: string | null }> {
  const items: (PmsAppointment | Unreadable)[] = []
  let cursor: string | null = null
  for await (const page of pages) {
    items.push(...page.items)
    cursor = page.cursor ?? cursor
  }
  return { items, cursor }
}
