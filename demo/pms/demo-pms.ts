import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { csrf } from 'hono/csrf'
import {
  type Book,
  fieldsOf,
  type Named,
  openBook,
  patientResource,
  TYPE_SYSTEM,
  taking,
  type VisitType,
} from './book.ts'
import { todayIn } from './days.ts'
import { createFhirStore, type FhirStore, outcomeOf, type Resource } from './fhir-store.ts'
import { emptyEntry, readEntry, readMove } from './forms.ts'
import { dayPage, entryPage, missingPage, visitPage } from './pages.ts'
import { isDone, statuses } from './words.ts'

/** What stands in the book when it is opened. */
export interface SeededVisit {
  readonly id: string
  readonly practitioner: string
  readonly chair: string | null
  readonly reason: string
  /** Epoch ms. */
  readonly start: number
  readonly end: number
  readonly status: 'booked' | 'cancelled' | 'fulfilled'
  /** Whoever has the same in all of these is the same person. */
  readonly patient: {
    readonly given: string
    readonly family: string
    readonly birthDate: string
    readonly mobile: string | null
    readonly email: string | null
  }
}

export interface DemoPmsOptions {
  /** Epoch ms. */
  readonly now: () => number
  /** IANA name; the front desk reads and writes times there. */
  readonly timeZone: string
  readonly practitioners: readonly Named[]
  readonly chairs: readonly Named[]
  readonly types: readonly VisitType[]
  readonly seed: readonly SeededVisit[]
  /** What `X-Api-Key` must say for FHIR. Left out: nobody is asked. */
  readonly apiKey?: string | undefined
  /** What stood in it when it was last open, instead of `seed`. */
  readonly kept?: readonly Resource[] | undefined
  /** Called after each change, before anybody hears that it was made. */
  readonly changed?: ((store: FhirStore) => void) | undefined
}

export interface DemoPms {
  /** Pages for people at `/`, FHIR R4 at `/fhir`. */
  readonly app: Hono
  readonly store: FhirStore
  /** As the front desk has it. */
  readonly book: Book
}

const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const style = readFileSync(new URL('style.css', import.meta.url), 'utf8')

/**
 * A small practice management software to try things with: a front desk's appointment book, and the same book as a FHIR R4
 * server. It stands in memory; `changed` can keep it. Ids are FHIR's: `Practitioner/…`, `Location/…`, and types as codes
 * of {@link TYPE_SYSTEM}.
 *
 * @example
 * createDemoPms({ now: Date.now, timeZone: 'America/New_York', practitioners: [], chairs: [], types: [], seed: [] })
 *   .app.request('/') // 200, text/html
 */
export function createDemoPms(options: DemoPmsOptions): DemoPms {
  const { now, timeZone } = options
  const store = createFhirStore({ clock: now, kept: options.kept })
  if (!options.kept) fill(store, options)
  const book = openBook(store, timeZone)
  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && c.res.status < 400) options.changed?.(store)
  })

  app.all('/fhir/*', async (c) => {
    if (options.apiKey !== undefined && c.req.header('x-api-key') !== options.apiKey) {
      return c.json(outcomeOf('login'), 401)
    }
    const url = new URL(c.req.url)
    // What a form on another site could send is taken for a search alone.
    const isForm = !(c.req.header('content-type') ?? '').includes('json')
    if (!/^(GET|HEAD|DELETE)$/.test(c.req.method) && isForm && !url.pathname.endsWith('/_search')) {
      return c.json(outcomeOf('not-supported'), 415)
    }
    const target = url.pathname.slice('/fhir'.length) + url.search
    const ask = { method: c.req.method, target, headers: c.req.header(), body: await c.req.text() }
    const { status, headers, body } = await store.handle(ask, `${url.origin}/fhir`)
    return new Response(body === null ? null : JSON.stringify(body), { status, headers })
  })

  app.use(csrf())
  app.use(async (c, next) => {
    await next()
    c.header('content-security-policy', policy)
    c.header('cache-control', 'no-store')
    c.header('referrer-policy', 'same-origin')
    c.header('x-content-type-options', 'nosniff')
  })
  const lists = { practitioners: options.practitioners, chairs: options.chairs, types: options.types, timeZone }
  const today = () => todayIn(timeZone, now())
  const dateOf = (c: Context) => {
    const date = c.req.query('date') ?? ''
    return /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : today()
  }
  const fields = async (c: Context) => {
    const body = await c.req.parseBody()
    return (name: string) => (typeof body[name] === 'string' ? body[name].trim() : '')
  }
  const missing = (c: Context) => c.html(missingPage(), 404)

  app.get('/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))

  app.get('/', (c) => {
    const date = dateOf(c)
    const done = c.req.query('done')
    const told = isDone(done) ? done : null
    return c.html(dayPage(lists, { date, today: today(), visits: book.on(date), done: told }))
  })

  app.get('/new', (c) => c.html(entryPage(lists, book.people(), emptyEntry(dateOf(c), options), [])))

  app.post('/new', async (c) => {
    const entry = readEntry(await fields(c), lists, book)
    if (!entry.ok) return c.html(entryPage(lists, book.people(), entry.values, entry.faults), 422)
    book.add(entry.place, entry.patient.kind === 'known' ? entry.patient.id : book.addPerson(entry.patient.person))
    return c.redirect(`/?date=${entry.date}&done=made`, 303)
  })

  app.get('/visits/:id', (c) => {
    const visit = book.visit(c.req.param('id'))
    return visit ? c.html(visitPage(lists, visit, [])) : missing(c)
  })

  app.post('/visits/:id/move', async (c) => {
    const visit = book.visit(c.req.param('id'))
    if (!visit) return missing(c)
    const move = readMove(await fields(c), lists)
    if (!move.ok) return c.html(visitPage(lists, visit, move.faults, move.values), 422)
    book.move(visit.id, move.place)
    return c.redirect(`/?date=${move.date}&done=moved`, 303)
  })

  app.post('/visits/:id/status', async (c) => {
    const visit = book.visit(c.req.param('id'))
    if (!visit) return missing(c)
    const wanted = (await fields(c))('status')
    const status = statuses.find((each) => each === wanted)
    if (!status) return c.html(visitPage(lists, visit, [{ field: 'status', words: 'Choose a status.' }]), 422)
    book.setStatus(visit.id, status)
    return c.redirect(`/?date=${visit.date}&done=${status}`, 303)
  })

  app.post('/visits/:id/delete', (c) => {
    const visit = book.visit(c.req.param('id'))
    if (!visit) return missing(c)
    book.remove(visit.id)
    return c.redirect(`/?date=${visit.date}&done=deleted`, 303)
  })

  app.notFound(missing)
  return { app, store, book }
}

function fill(store: FhirStore, { practitioners, chairs, seed, types }: DemoPmsOptions): void {
  for (const { id, name } of practitioners) {
    store.put({ resourceType: 'Practitioner', id, active: true, name: [{ text: name }] })
  }
  for (const { id, name } of chairs) store.put({ resourceType: 'Location', id, status: 'active', name })
  const named = new Map(types.map(({ id, name }) => [id, name]))
  const patients = new Map<string, string>()
  const idOf = (patient: SeededVisit['patient']): string => {
    const { given, family, birthDate, mobile, email } = patient
    const who = JSON.stringify([given, family, birthDate, mobile, email])
    let id = patients.get(who)
    if (id === undefined) {
      id = String(5001 + patients.size)
      patients.set(who, id)
      store.put(patientResource({ given, family, birthDate, mobile: mobile ?? '', email: email ?? '' }, id))
    }
    return id
  }
  for (const { id, patient, practitioner, chair, reason, start, end, status } of seed) {
    const coding = [{ system: TYPE_SYSTEM, code: reason, display: named.get(reason) ?? reason }]
    store.put({
      resourceType: 'Appointment',
      id,
      status,
      ...fieldsOf({ start, minutes: Math.round((end - start) / 60_000), type: null }),
      serviceType: [{ coding }],
      participant: [
        taking(`Patient/${idOf(patient)}`),
        taking(`Practitioner/${practitioner}`),
        ...(chair === null ? [] : [taking(`Location/${chair}`)]),
      ],
    })
  }
}
