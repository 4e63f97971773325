import { PmsFault } from '../connector.ts'
import { pagesOf } from './bundle.ts'
import type { FhirClient } from './client.ts'
import { type Json, textIn } from './json.ts'

const MOST_AT_ONCE = 50
const MOST_KEPT = 1000
const AT_A_TIME = 4

/** Reads patients whom a server didn't send along, each once for a listing. */
export interface PatientReader {
  /** Those of `references` (`Patient/…`) that are there, by reference. */
  read(references: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Json>>
}

export function createPatientReader(client: FhirClient): PatientReader {
  const kept = new Map<string, Json | null>()
  let canSearch = true

  /** @throws PmsFault `denied` when no patient may be read at all. */
  async function search(references: readonly string[], signal: AbortSignal): Promise<void> {
    const ids = references.map((reference) => reference.slice('Patient/'.length))
    const first = await client.read(`Patient?_id=${ids.map(encodeURIComponent).join(',')}&_count=${ids.length}`, signal)
    if (first.status !== 200) {
      canSearch = false
      return
    }
    const wanted = new Set(references)
    let others = 0
    for await (const { found } of pagesOf(client, 'Patient', first, signal)) {
      for (const patient of found) {
        const reference = `Patient/${textIn(patient.id)}`
        if (wanted.has(reference)) kept.set(reference, patient)
        else others++
      }
      // It doesn't know the parameter, and would give everybody.
      if (others > 0) {
        canSearch = false
        return
      }
    }
  }

  async function readOne(reference: string, signal: AbortSignal): Promise<void> {
    try {
      const { status, body } = await client.read(reference, signal)
      kept.set(reference, status === 200 && body?.resourceType === 'Patient' ? body : null)
    } catch (error) {
      // One alone may be out of our sight.
      if (!(error instanceof PmsFault) || error.kind !== 'denied') throw error
      kept.set(reference, null)
    }
  }

  return {
    async read(references, signal) {
      if (kept.size > MOST_KEPT) kept.clear()
      const unread = () => [...new Set(references)].filter((reference) => !kept.has(reference))
      const wanted = unread()
      for (let i = 0; canSearch && wanted.length > 1 && i < wanted.length; i += MOST_AT_ONCE) {
        await search(wanted.slice(i, i + MOST_AT_ONCE), signal)
      }
      const missing = unread()
      for (let i = 0; i < missing.length; i += AT_A_TIME) {
        await Promise.all(missing.slice(i, i + AT_A_TIME).map((reference) => readOne(reference, signal)))
      }
      return new Map(
        references.flatMap((reference) => {
          const patient = kept.get(reference)
          return patient ? [[reference, patient]] : []
        }),
      )
    },
  }
}
