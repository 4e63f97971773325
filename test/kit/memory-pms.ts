import {
  type Connector,
  type PmsAppointment,
  PmsFault,
  type PmsName,
  type PmsPatient,
  type Unreadable,
  type WrittenAppointment,
} from '../../server/pms/connector.ts'

/** A PMS in memory, with a connector to it: what a test wants from it happens at once. */
export interface MemoryPms {
  readonly connector: Connector
  readonly appointments: Map<string, PmsAppointment | Unreadable>
  /** Thrown by the next so many questions. */
  fail(fault: PmsFault, times?: number): void
  /** Called before each write is done, and after it was, before the answer leaves. */
  onWrite: { before?: () => void | Promise<void>; after?: () => void | Promise<void> }
  enter(appointment: Partial<PmsAppointment> & { readonly id: string; readonly start: number }): PmsAppointment
  garble(id: string, practitioners?: readonly string[]): void
  /** Nothing but a look at the whole window shows it. */
  remove(id: string): void
  /** How often it was asked for what. */
  readonly asked: { changed: number; window: number; get: number; writes: number }
}

export function memoryPms({ isIncremental = true, canWrite = false, pageSize = 50 } = {}): MemoryPms {
  const appointments = new Map<string, PmsAppointment | Unreadable>()
  /** Ids in order of their last change. */
  const changes: string[] = []
  const patients = new Map<string, PmsPatient & { readonly key: string | null }>()
  const names: PmsName[] = []
  let failing: { fault: PmsFault; times: number } | null = null
  let made = 0
  const asked = { changed: 0, window: 0, get: 0, writes: 0 }

  function check(signal: AbortSignal): void {
    signal.throwIfAborted()
    if (!failing || failing.times <= 0) return
    failing.times--
    throw failing.fault
  }

  function put(item: PmsAppointment | Unreadable): void {
    appointments.set(item.id, item)
    changes.push(item.id)
  }

  async function write<T>(signal: AbortSignal, run: () => T): Promise<T> {
    asked.writes++
    check(signal)
    await pms.onWrite.before?.()
    const answer = run()
    await pms.onWrite.after?.()
    return answer
  }

  const connector: Connector = {
    capabilities: async (signal) => {
      check(signal)
      return { isIncremental, software: 'Memory 1' }
    },
    async *changed(since, signal) {
      asked.changed++
      const from = since === null ? changes.length : Number(since)
      const ids = [...new Set(changes.slice(from))].filter((id) => appointments.has(id))
      check(signal)
      for (let i = 0; i < ids.length; i += pageSize) {
        check(signal)
        const part = ids.slice(i, i + pageSize)
        // Only the last page may say that everything was given.
        const cursor = i + pageSize < ids.length ? null : String(changes.length)
        yield { items: part.map((id) => appointments.get(id)!), cursor }
      }
      if (ids.length === 0) yield { items: [], cursor: String(changes.length) }
    },
    async *window({ start, end }, signal) {
      asked.window++
      const all = [...appointments.values()].filter(
        (item) => item.kind === 'unreadable' || (item.start >= start && item.start < end),
      )
      check(signal)
      for (let i = 0; i < all.length; i += pageSize) {
        check(signal)
        yield { items: all.slice(i, i + pageSize), cursor: null, total: all.length }
      }
    },
    async get(id, signal) {
      asked.get++
      check(signal)
      return appointments.get(id) ?? null
    },
    directory: async () => names,
    writer: canWrite
      ? {
          findPatients: async (person, signal) => {
            check(signal)
            return [...patients.values()].filter(({ family }) => family === person.family)
          },
          createPatient: (key, person, signal) =>
            write(signal, () => {
              const known = [...patients.values()].find((patient) => patient.key === key)
              if (known) return known
              const patient = { ...person, id: `Patient/${++made}`, key }
              patients.set(patient.id, patient)
              return patient
            }),
          createAppointment: (key, wanted, signal) =>
            write(signal, () => {
              const known = [...appointments.values()].find((item) => item.kind === 'appointment' && item.key === key)
              if (known) return known as PmsAppointment
              const conflict = [...appointments.values()].some((item) => overlaps(item, wanted))
              if (conflict) throw new PmsFault('conflict', 'The time is taken.')
              const { patientId, ...visit } = wanted
              const id = `Appointment/${++made}`
              const patient = patients.get(patientId) ?? null
              put({ ...empty, ...visit, id, key, patient, status: 'booked', version: '1' })
              return appointments.get(id) as PmsAppointment
            }),
          changeAppointment: (id, version, wanted, signal) =>
            write(signal, () => {
              const known = appointments.get(id)
              if (!known) throw new PmsFault('gone', 'It is gone.')
              if (known.kind === 'unreadable') throw new PmsFault('conflict', 'It is unreadable.')
              if (version !== null && known.version !== version) throw new PmsFault('moved', 'It was changed.')
              const next = { ...known, ...wanted, version: String(Number(known.version) + 1) }
              put(next)
              return next
            }),
        }
      : undefined,
  }

  const pms: MemoryPms = {
    connector,
    appointments,
    asked,
    onWrite: {},
    fail(fault, times = 1) {
      failing = { fault, times }
    },
    enter(appointment) {
      const before = appointments.get(appointment.id)
      const base = before?.kind === 'appointment' ? before : empty
      const entered: PmsAppointment = { ...base, end: appointment.start + 1_800_000, ...appointment }
      if (entered.patient) patients.set(entered.patient.id, { ...entered.patient, key: null })
      for (const id of entered.practitioners) {
        if (!names.some((name) => name.id === id)) names.push({ kind: 'practitioner', id, name: id })
      }
      put(entered)
      return entered
    },
    garble(id, practitioners = []) {
      put({ kind: 'unreadable', id, practitioners, why: 'start is not a time' })
    },
    remove(id) {
      appointments.delete(id)
    },
  }
  return pms
}

const empty: PmsAppointment = {
  kind: 'appointment',
  id: '',
  status: 'booked',
  start: 0,
  end: 0,
  practitioners: [],
  chair: null,
  type: null,
  patient: null,
  key: null,
  createdAt: null,
  version: '1',
  names: [],
}

function overlaps(item: PmsAppointment | Unreadable, wanted: WrittenAppointment): boolean {
  if (item.kind === 'unreadable' || ['cancelled', 'noshow', 'entered-in-error'].includes(item.status)) return false
  const isWith = item.practitioners.some((id) => wanted.practitioners.includes(id))
  return isWith && item.start < wanted.end && item.end > wanted.start
}
