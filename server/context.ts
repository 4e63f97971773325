import type { MiddlewareHandler } from 'hono'
import type { Accounts } from './accounts.ts'
import type { PmsSource } from './contract/connection.ts'
import type { Limits } from './limits.ts'
import type { Log } from './log.ts'
import type { StaffMail } from './mail/staff-mail.ts'
import type { Metrics } from './metrics.ts'
import type { Connector } from './pms/connector.ts'
import type { SyncRoom } from './pms/sync.ts'
import type { Residents } from './residents.ts'
import type { StoredPractice } from './store/model.ts'
import type { Store } from './store/store.ts'
import type { Wording } from './texts.ts'

/** A built file as it is served. */
export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>
  readonly brotli: Uint8Array<ArrayBuffer> | null
  readonly type: string
  /** Quoted, as in the ETag header. */
  readonly etag: string
}

/** What the app asks of the connections with practices' own software. */
export interface Pms extends Pick<SyncRoom, 'openConnector' | 'publicUrl'> {
  /** Reads now; resolves when that has ended. */
  readonly syncNow: (practice: string, isLossAccepted?: boolean) => Promise<unknown>
  /** A connector that isn't kept, to be tried; its secret as it was typed. */
  readonly tryConnector: (practice: StoredPractice, source: PmsSource) => Promise<Connector>
}

/** Everything the app needs from outside: nothing in it reads a file, a clock or the environment. */
export interface Context {
  readonly store: Store
  /** Epoch ms now. */
  readonly clock: () => number
  readonly log: Log
  readonly accounts: Pick<
    Accounts,
    'handler' | 'sessionOf' | 'namesOf' | 'peopleOf' | 'findStaff' | 'newStaff' | 'dropStaff'
  >
  /** Mails a practice's staff. Left out: what would be mailed is shown to whoever caused it. */
  readonly sendStaffMail?: ((practice: string, mail: StaffMail) => Promise<void>) | undefined
  /** Do mails leave, or are they kept? Left out: they are kept. */
  readonly isMailOn?: boolean | undefined
  /** The address that mails come from; left out, it isn't known. */
  readonly mailFrom?: string | undefined
  /** By path, like `widget/book.js` and `portal/index.html`. */
  readonly asset: (path: string) => Asset | null
  /** Keys the hashes under which visitors are counted; at least 32 random characters, the same after a restart. */
  readonly secret: string
  /** Where the API and the portal are reached, like `https://book.example.com`. */
  readonly ownOrigins: readonly string[]
  /** The caller's address, for rate limits; undefined when it isn't known. */
  readonly addressOf: (request: Request, env: unknown) => string | undefined
  /** Of the widget, like `1.2.0`: its files are also found under `/v1.2.0/`, for ever the same. Left out: they aren't. */
  readonly version?: string | undefined
  /** Version of the time zone data, like `2026c`; left out, what is written down doesn't say. */
  readonly zoneData?: string | undefined
  /** Left out, the app keeps its own; a job beside it would read every practice again. */
  readonly residents?: Residents | undefined
  /** Aborted when the server is asked to stop: what would stay open for ever ends then. */
  readonly stopping?: AbortSignal | undefined
  /** Packs answers for those who take it; left out, nothing is packed. */
  readonly compress?: MiddlewareHandler | undefined
  /** Left out: nothing is counted, and `/metrics` isn't there. */
  readonly metrics?: Metrics | undefined
  /** Syncs with practices' own software (PMS). Left out: nothing is connected. */
  readonly pms?: Pms | undefined
  /** Left out: nobody is limited. */
  readonly limits?: Limits | undefined
  /** Who may read `/metrics`; left out, programs on this machine. */
  readonly metricsToken?: string | undefined
}

/** What lives as long as the app. */
export interface Room extends Context {
  readonly residents: Residents
  /** The widget's texts for a BCP 47 tag. */
  readonly wordingFor: (tag: string) => Wording
}
