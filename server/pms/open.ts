import type { Connection, PmsSource } from '../contract/connection.ts'
import type { StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { openedSource } from './connection.ts'
import { type Connector, PmsFault } from './connector.ts'

/** What a visit takes of which the PMS says neither end nor length. */
const VISIT_MINUTES = 30

/** Where connectors are made: what each kind needs from outside. */
export interface ConnectorRoom {
  /** Of the installation: opens what is kept encrypted. */
  readonly secret: string
  /** CSV files are read below its folder `pms`, and nowhere else. */
  readonly dataDir: string
  readonly clock: () => number
  readonly store: Pick<Reader, 'countPmsAppointments'>
}

/** Makes the connector of a practice. Each kind is loaded when it is first needed. */
export function connectorsOf({ secret, dataDir, clock, store }: ConnectorRoom) {
  const made = new Map<string, { readonly key: string; readonly connector: Connector }>()

  /** @param source - With its secret as it was given. */
  async function make({ file }: StoredPractice, source: PmsSource, everyMinutes = 5): Promise<Connector> {
    const timeZone = file.locations[0]!.timeZone
    if (source.kind === 'csv') {
      const { createCsvConnector } = await import('./csv/connector.ts')
      const keptAhead = () => store.countPmsAppointments(file.id, clock())
      return createCsvConnector(source, {
        root: `${dataDir}/pms`,
        timeZone,
        clock,
        keptAhead,
        durationMinutes: VISIT_MINUTES,
      })
    }
    const { createFhirConnector } = await import('./fhir/connector.ts')
    // What was entered while the sync before ran is read twice rather than never.
    const overlapMinutes = 2 * everyMinutes
    return createFhirConnector(source, { timeZone, clock, durationMinutes: VISIT_MINUTES, overlapMinutes })
  }

  return {
    make,

    /** The one that is kept: what it has learned of its server stays until the connection is changed. */
    async open(practice: StoredPractice, { source, everyMinutes }: Connection): Promise<Connector> {
      if (source === null) throw new PmsFault('misconfigured', 'There is no connection.')
      const key = JSON.stringify([source, everyMinutes, practice.file.locations[0]!.timeZone])
      const known = made.get(practice.file.id)
      if (known?.key === key) return known.connector
      const opened = await openedSource(secret, source).catch(() => {
        throw new PmsFault('misconfigured', "The connection's secret can't be opened: enter it anew.")
      })
      const connector = await make(practice, opened, everyMinutes)
      made.set(practice.file.id, { key, connector })
      return connector
    },
  }
}

export type Connectors = ReturnType<typeof connectorsOf>
