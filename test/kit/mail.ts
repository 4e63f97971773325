import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { SmtpServer } from '../../server/config.ts'
import { createMailing, type Mailing, type MailRoom } from '../../server/mail/mailing.ts'
import { createMailTransport } from '../../server/mail/transport.ts'
import { OWN_ORIGIN, type TestHouse } from './house.ts'

export const MAIL_FROM = 'requests@book.example.com'

/** A mail as it came, envelope and all. */
export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly mail: Email
  readonly raw: string
}

/** A real mail server on loopback that keeps what it is handed. */
export interface TestSmtp {
  readonly server: SmtpServer
  /** In the order in which they came. */
  readonly mails: Received[]
  /** Answers by address, like `550 5.1.1 no such user`: at RCPT TO. */
  readonly refusals: Map<string, string>
  /** Answers to the mail itself, in this order; then it takes all again. */
  readonly verdicts: string[]
  /** Takes a mail and hangs up before it says so. */
  hangUpOnce(): void
  down(): Promise<void>
  up(): Promise<void>
}

export interface SmtpOptions {
  /** With STARTTLS and a certificate that nobody knows; left out: in the clear. */
  readonly withTls?: boolean
  readonly password?: string
}

export async function startSmtp({ withTls = false, password }: SmtpOptions = {}): Promise<TestSmtp> {
  const mails: Received[] = []
  const refusals = new Map<string, string>()
  const verdicts: string[] = []
  let hangsUp = false
  let port = 0
  let running: SMTPServer | undefined

  const make = () => {
    const smtp = new SMTPServer({
      disabledCommands: [...(withTls ? [] : ['STARTTLS']), ...(password === undefined ? ['AUTH'] : [])],
      authOptional: password === undefined,
      allowInsecureAuth: true,
      closeTimeout: 50,
      onAuth: (auth, _session, done) =>
        auth.password === password ? done(null, { user: auth.username }) : done(refusal('535 5.7.8 who are you')),
      onRcptTo: ({ address }, _session, done) => {
        const answer = refusals.get(address)
        done(answer ? refusal(answer) : null)
      },
      onData(stream, session, done) {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', async () => {
          const verdict = verdicts.shift()
          if (verdict) return done(refusal(verdict))
          const raw = Buffer.concat(parts)
          const { mailFrom, rcptTo } = session.envelope
          mails.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            mail: await PostalMime.parse(raw),
            raw: raw.toString(),
          })
          if (!hangsUp) return done()
          hangsUp = false
          for (const connection of smtp.connections) connection.close()
        })
      },
    })
    smtp.on('error', () => {})
    return smtp
  }
  const up = async () => {
    running = make()
    await new Promise<void>((resolve) => running!.listen(port, '127.0.0.1', resolve))
    port = (running.server.address() as { port: number }).port
  }
  await up()
  return {
    get server() {
      const auth = password === undefined ? null : { user: 'oak', pass: password }
      return { host: '127.0.0.1', port, tls: withTls ? ('upgrade' as const) : ('off' as const), auth }
    },
    mails,
    refusals,
    verdicts,
    hangUpOnce() {
      hangsUp = true
    },
    async down() {
      await new Promise<void>((resolve) => (running ? running.close(resolve) : resolve()))
      running = undefined
    },
    up,
  }
}

function refusal(answer: string): Error {
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) })
}

/** The mails' job of a house, with the house's clock. Left out: no mail server. */
export function mailingOf(house: TestHouse, smtp?: Pick<TestSmtp, 'server'>, changes: Partial<MailRoom> = {}): Mailing {
  const folder = join(house.dataDir, 'mail')
  return createMailing(house.store, {
    transport: createMailTransport({ smtp: smtp?.server, mailFrom: MAIL_FROM, folder }),
    post: { publicUrl: OWN_ORIGIN, mailFrom: MAIL_FROM },
    clock: () => house.now,
    log: (entry) => void house.logged.push(entry),
    secret: house.secret,
    ...changes,
  })
}

/** Makes and sends all that is to be by now. */
export async function post(mailing: Mailing): Promise<void> {
  await mailing.prepare()
  await mailing.deliver()
}

/** Every address that a mail leads to, in its text and in its HTML. */
export function linksIn({ mail }: Received): string[] {
  return linksInMail(mail)
}

export function linksInMail({ html = '', text = '' }: Pick<Email, 'html' | 'text'>): string[] {
  const inHtml = [...html.matchAll(/\b(?:href|src)="([^"]*)"/g)].map(([, link]) => link!)
  const inText = [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link)
  return [...new Set([...inHtml, ...inText].map((link) => link.replaceAll('&amp;', '&')))]
}

/** The calendar entry of a mail. */
export function calendarIn({ mail }: Received): string | undefined {
  const attachment = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
  return (
    attachment &&
    (typeof attachment.content === 'string' ? attachment.content : new TextDecoder().decode(attachment.content))
  )
}

/** A server that takes connections and never says a word. */
export async function startSilence(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const sockets = new Set<{ destroy(): void }>()
  const server: Server = createServer((socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
