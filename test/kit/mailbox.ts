import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export interface Mailbox {
  readonly url: string
  /** In the order of arrival. */
  readonly mails: readonly Received[]
  /** Waits for a mail to an address whose subject fits. */
  mailTo(address: string, subject: RegExp): Promise<Received>
  close(): Promise<void>
}

export interface Received extends Email {
  readonly recipients: readonly string[]
}

const WAIT_MS = 15_000
const LOOK_EVERY_MS = 50

/** A real SMTP server on loopback that keeps what it is handed. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          mails.push({ ...mail, recipients })
          done()
        }, done)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    async mailTo(address, subject) {
      for (let waited = 0; waited < WAIT_MS; waited += LOOK_EVERY_MS) {
        const found = mails.find((mail) => mail.recipients.includes(address) && subject.test(mail.subject ?? ''))
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      }
      const all = mails.map((mail) => `${mail.recipients.join()}: ${mail.subject}`).join('\n')
      throw new Error(`no mail to ${address} with ${subject} arrived; there are:\n${all}`)
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Every address that a mail leads to. */
export function linksIn({ html = '', text = '' }: Email): string[] {
  const inHtml = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
  const inText = [...text.matchAll(/https?:\/\/\S+/g)].map(([href]) => href)
  return [...new Set([...inHtml, ...inText])].filter((href) => href.startsWith('http'))
}
