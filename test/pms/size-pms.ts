// A PMS of a year's appointments in a process of its own, quick enough that what is measured is our own time. It counts the
// time that it takes itself, and speaks with its parent: { kind: 'change', count } and { kind: 'tell' }.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadBookings } from '../load/practice.ts'

/** What the parent is told. */
export interface PmsTold {
  readonly port: number
  /** In handlers, since it started. */
  readonly ownMs: number
  readonly questions: number
}

const [count = 20_000, patients = 5000] = process.argv.slice(2).map(Number)
const SEED = 20261123
const DAY_MS = 86_400_000
const now = Date.now()

interface Kept {
  readonly id: string
  start: number
  end: number
  readonly doctor: string
  readonly chair: string
  readonly patient: number
  changedAt: number
  version: number
}

const all: Kept[] = loadBookings(count, now, SEED).map((visit, i) => ({
  id: `a${i}`,
  start: visit.start,
  end: visit.end,
  doctor: visit.practitioners[0]!,
  chair: visit.chair!,
  patient: i % patients,
  changedAt: now - DAY_MS - (i % 300) * DAY_MS,
  version: 1,
}))

let ownMs = 0
let questions = 0

const server = createServer((request, response) => {
  const began = performance.now()
  questions++
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const body = answer(url)
  response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/fhir+json' })
  response.end(body === null ? '' : JSON.stringify(body))
  ownMs += performance.now() - began
})

function answer(url: URL): object | null {
  const [, , type, id] = url.pathname.split('/')
  const query = url.searchParams
  if (type !== 'Appointment') return type === 'metadata' ? null : bundle(url, [], 0)
  if (id !== undefined) {
    const found = all.find((each) => each.id === id)
    return found ? resourceOf(found) : null
  }
  const changedFrom = Date.parse(query.get('_lastUpdated')?.slice(2) ?? '') || Number.NEGATIVE_INFINITY
  const from =
    Date.parse(
      query
        .getAll('date')
        .find((each) => each.startsWith('ge'))
        ?.slice(2) ?? '',
    ) || Number.NEGATIVE_INFINITY
  const to =
    Date.parse(
      query
        .getAll('date')
        .find((each) => each.startsWith('lt'))
        ?.slice(2) ?? '',
    ) || Number.POSITIVE_INFINITY
  const found = all.filter(({ start, changedAt }) => start >= from && start < to && changedAt >= changedFrom)
  const sort = query.get('_sort')
  if (sort === 'date') found.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
  if (sort === '_lastUpdated') found.sort((a, b) => a.changedAt - b.changedAt)
  if (sort === '-_lastUpdated') found.sort((a, b) => b.changedAt - a.changedAt)
  const offset = Number(query.get('_offset') ?? 0)
  return bundle(url, found.slice(offset, offset + Number(query.get('_count') ?? 100)), found.length)
}

function bundle(url: URL, page: readonly Kept[], total: number): object {
  const own = `${url.origin}/fhir`
  const link = [{ relation: 'self', url: url.href }]
  const next = Number(url.searchParams.get('_offset') ?? 0) + page.length
  if (next < total && page.length > 0) {
    const address = new URL(url)
    address.searchParams.set('_offset', String(next))
    link.push({ relation: 'next', url: address.href })
  }
  const named = url.searchParams.has('_include') ? [...new Set(page.map(({ patient }) => patient))] : []
  const entry = [...page.map(resourceOf), ...named.map(patientOf)].map((resource) => ({
    fullUrl: `${own}/${resource.resourceType}/${resource.id}`,
    resource,
  }))
  return { resourceType: 'Bundle', type: 'searchset', total, link, entry }
}

function resourceOf({ id, start, end, doctor, chair, patient, changedAt, version }: Kept) {
  const participant = [`Practitioner/${doctor}`, `Location/${chair}`, `Patient/${patient}`].map((reference) => ({
    actor: { reference },
    status: 'accepted',
  }))
  return {
    resourceType: 'Appointment',
    id,
    meta: { versionId: String(version), lastUpdated: new Date(changedAt).toISOString() },
    status: 'booked',
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    minutesDuration: (end - start) / 60_000,
    serviceType: [{ coding: [{ system: 'urn:load', code: 'check', display: 'Check-up' }] }],
    created: new Date(changedAt).toISOString(),
    participant,
  }
}

function patientOf(n: number) {
  return {
    resourceType: 'Patient',
    id: String(n),
    name: [{ use: 'official', family: `Family ${n}`, given: ['Ida', 'Q.'] }],
    birthDate: `19${50 + (n % 50)}-03-07`,
    telecom: [
      { system: 'phone', use: 'mobile', value: `555-01${String(n % 100).padStart(2, '0')}` },
      { system: 'email', value: `person-${n}@example.com` },
    ],
  }
}

process.on('message', (message: { kind: 'change'; count: number } | { kind: 'tell' }) => {
  if (message.kind === 'change') {
    for (let i = 0; i < message.count; i++) {
      const one = all[Math.floor((i * all.length) / message.count)]!
      one.start += 5 * 60_000
      one.end += 5 * 60_000
      one.changedAt = Date.now()
      one.version++
    }
  }
  tell()
})
process.on('disconnect', () => process.exit(0))

function tell(): void {
  const told: PmsTold = { port: (server.address() as AddressInfo).port, ownMs, questions }
  process.send?.(told)
}

server.listen(0, '127.0.0.1', tell)
