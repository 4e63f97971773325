import { type Connector, type PmsAppointment, PmsFault, type Unreadable } from '../../server/pms/connector.ts'

/** Reads a PMS that answers `GET /visits?from=…&to=…` and `GET /visits/7` with JSON, and no more than that. */
export function createExampleConnector(baseUrl: string, fetch: typeof globalThis.fetch): Connector {
  return {
    capabilities: async () => ({ isIncremental: false, software: null }),

    // Never called, since it isn't incremental.
    changed: () => {
      throw new TypeError('this PMS tells no changes')
    },

    async *window({ start, end }, signal) {
      const range = `from=${new Date(start).toISOString()}&to=${new Date(end).toISOString()}`
      const visits = (await ask(`/visits?${range}`, signal)) as Visit[]
      yield { items: visits.map(read), cursor: null, total: visits.length }
    },

    async get(id, signal) {
      const visit = await ask(`/visits/${encodeURIComponent(id)}`, signal)
      return visit === null ? null : read(visit as Visit)
    },

    // It grows by itself, from the names of appointments.
    directory: async () => [],
  }

  async function ask(path: string, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted()
    const reply = await fetch(`${baseUrl}${path}`, { signal }).catch(() => {
      signal.throwIfAborted()
      throw new PmsFault('unreachable', `No answer from ${baseUrl}.`)
    })
    if (reply.status === 404) return null
    if (reply.status === 401 || reply.status === 403)
      throw new PmsFault('denied', `${baseUrl} answered ${reply.status}.`)
    if (reply.status === 429)
      throw new PmsFault('busy', `${baseUrl} is busy.`, Number(reply.headers.get('retry-after')) || 60)
    if (!reply.ok) throw new PmsFault('unreachable', `${baseUrl} answered ${reply.status}.`)
    return reply.json().catch(() => {
      throw new PmsFault('unreadable', `${baseUrl} answered with something that isn't JSON.`)
    })
  }
}

interface Visit {
  readonly id: number
  /** ISO 8601 with an offset. */
  readonly at: string
  readonly minutes: number
  readonly with: string
  readonly isOff: boolean
  readonly who: { number: number; given: string; family: string; born: string; mobile: string; email: string } | null
}

/** One that can't be read isn't left out: then its time would be offered. */
function read({ id, at, minutes, with: doctor, isOff, who }: Visit): PmsAppointment | Unreadable {
  const start = Date.parse(at)
  if (Number.isNaN(start)) {
    // The field and not what stands in it.
    return { kind: 'unreadable', id: String(id), practitioners: [doctor], why: 'visit.at is no date and time' }
  }
  return {
    kind: 'appointment',
    id: String(id),
    status: isOff ? 'cancelled' : 'booked',
    start,
    end: start + minutes * 60_000,
    practitioners: [doctor],
    chair: null,
    type: null,
    patient: who && {
      ...{ id: String(who.number), given: who.given, family: who.family, birthDate: who.born },
      ...{ mobile: who.mobile, email: who.email },
    },
    key: null,
    createdAt: null,
    version: null,
    names: [{ kind: 'practitioner', id: doctor, name: doctor }],
  }
}
