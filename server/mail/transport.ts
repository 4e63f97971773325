import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SmtpServer } from '../config.ts'
import { type OutgoingMail, SIDE_BY_SIDE, type Transport } from './delivery.ts'
import type { Outcome } from './retry.ts'

const SECOND_MS = 1000
const MOST_NAMED = 200

/** Where and whence mails go. */
export interface TransportOptions {
  /** Left out: mails are kept as files. */
  readonly smtp?: SmtpServer | undefined
  /** The address that mails come from. */
  readonly mailFrom: string
  /** For `.eml` files; only its owner can read it. */
  readonly folder: string
}

/** Takes as much memory as all else together, so it comes with the first mail. */
const library = () => import('nodemailer')

/** The way out: a mail server, or a folder. */
export function createMailTransport({ smtp, mailFrom, folder }: TransportOptions): Transport {
  const forget: Transport['forget'] = (areThere) => sweep(folder, areThere)
  return { ...(smtp ? overSmtp(smtp, mailFrom) : intoFolder(folder, mailFrom)), forget }
}

function overSmtp({ host, port, tls, auth }: SmtpServer, mailFrom: string): Omit<Transport, 'forget'> {
  const makePool = async () =>
    (await library()).createTransport({
      pool: true,
      host,
      port,
      secure: tls === 'at-once',
      requireTLS: tls === 'upgrade',
      ignoreTLS: tls === 'off',
      ...(auth ? { auth } : {}),
      maxConnections: SIDE_BY_SIDE,
      // Whether a mail was taken when a connection broke nobody knows: it isn't for the library to send it once more.
      maxRequeues: 0,
      // Before servers hang up on us, since that would look like a fault of the next mail.
      idleTimeout: 20 * SECOND_MS,
      connectionTimeout: 15 * SECOND_MS,
      greetingTimeout: 30 * SECOND_MS,
      dnsTimeout: 15 * SECOND_MS,
      // A server that has all of a mail may take its time, and giving up makes a second copy (RFC 5321 §4.5.3.2.6).
      socketTimeout: 5 * 60 * SECOND_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  let pool: ReturnType<typeof makePool> | undefined
  return {
    state: 'sent',
    async send(mail) {
      try {
        pool ??= makePool()
        await (await pool).sendMail(messageOf(mail, mailFrom))
        return { is: 'handed-over' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => void pool?.then((open) => open.close()),
  }
}

function intoFolder(folder: string, mailFrom: string): Omit<Transport, 'forget'> {
  const makeWriter = async () =>
    (await library()).createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  let writer: ReturnType<typeof makeWriter> | undefined
  return {
    state: 'kept',
    async send(mail) {
      writer ??= makeWriter()
      const { message } = await (await writer).sendMail(messageOf(mail, mailFrom))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(join(folder, `${mail.id}.eml`), message as Buffer, { mode: 0o600 })
      return { is: 'handed-over' }
    },
    close: () => {},
  }
}

function messageOf(mail: OutgoingMail, mailFrom: string) {
  const { id, to, from, replyTo, language, subject, text, html, calendar, date } = mail
  return {
    // As an object it is one address, whatever stands in it; a text may be read as several.
    envelope: { from: mailFrom, to: [{ name: '', address: to }] },
    from: { name: from, address: mailFrom },
    to: { name: '', address: to },
    ...(replyTo === null ? {} : { replyTo: { name: from, address: replyTo } }),
    subject,
    text,
    ...(html === '' ? {} : { html }),
    date,
    messageId: `<${id}@${mailFrom.split('@').at(-1)}>`,
    headers: {
      // RFC 3834 §5, and the same for Exchange: nobody's holiday notice need come back.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': language,
    },
    // Attached, not as another form of the text: Exchange then shows the entry in place of the mail.
    attachments: calendar
      ? [
          {
            filename: 'appointment.ics',
            content: calendar.text,
            contentType: `text/calendar; charset=utf-8; method=${calendar.method}`,
          },
        ]
      : [],
  }
}

/** Codes of an SMTP library's errors, and what the server answered. */
interface SmtpError {
  readonly code?: string
  /** The system's. */
  readonly originalCode?: string
  readonly command?: string
  readonly responseCode?: number
  readonly response?: string
}

/** Told in our words: what a server answers often repeats the address. */
function outcomeOf(error: unknown): Outcome {
  const { code = 'unknown', originalCode = code, command = '', responseCode = 0, response = '' } = error as SmtpError
  const answer = answerOf(responseCode, response)
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (code === 'EAUTH') return { is: 'unreachable', fault: `the mail server refused the sign-in${answer}` }
  if (code === 'ETLS' || /CERT|SSL|TLS|ISSUER|SIGNATURE/.test(originalCode)) {
    return { is: 'unreachable', fault: `no safe connection (TLS) to the mail server (${originalCode})` }
  }
  if (command === 'MAIL FROM')
    return { is: 'unreachable', fault: `the mail server takes no mail from MAIL_FROM${answer}` }
  // 421: it is about to hang up on everybody.
  if (!isAboutMail || responseCode === 421) {
    return { is: 'unreachable', fault: `the mail server could not be reached (${originalCode})${answer}` }
  }
  if (responseCode >= 400 && responseCode < 500) {
    return { is: 'later', fault: `the mail server does not take it just now${answer}` }
  }
  const what = command === 'DATA' || code === 'EMESSAGE' ? 'this mail' : 'this address'
  return { is: 'refused', fault: `the mail server does not take ${what}${answer}` }
}

/** Like `: 550 5.1.1`. */
function answerOf(responseCode: number, response: string): string {
  if (!responseCode) return ''
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  return `: ${[responseCode, status].filter(Boolean).join(' ')}`
}

async function sweep(folder: string, areThere: (ids: readonly string[]) => Promise<readonly string[]>): Promise<void> {
  if (!existsSync(folder)) return
  const ids = readdirSync(folder).flatMap((name) => (name.endsWith('.eml') ? [name.slice(0, -'.eml'.length)] : []))
  for (let i = 0; i < ids.length; i += MOST_NAMED) {
    const part = ids.slice(i, i + MOST_NAMED)
    const kept = new Set(await areThere(part))
    for (const id of part) if (!kept.has(id)) rmSync(join(folder, `${id}.eml`), { force: true })
  }
}
