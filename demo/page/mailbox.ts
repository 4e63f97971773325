import type { OutgoingMail } from '../../server/mail/delivery.ts'

/** All mails that the server has sent, to whomever, newest first. */
export interface Mailbox {
  /** Adds those that came since. */
  show(mails: readonly OutgoingMail[]): void
}

/**
 * @param place - Where the list goes.
 * @param follow - Makes the links of a mail lead into the demo.
 */
export function createMailbox(place: HTMLElement, follow: (frame: HTMLIFrameElement) => void): Mailbox {
  const shown = new Set<string>()
  const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

  function row(mail: OutgoingMail): HTMLElement {
    const summary = document.createElement('summary')
    const to = element('span', 'to', `To ${mail.to}`)
    const time = element('time', 'when', times.format(mail.date))
    summary.append(to, time, element('span', 'subject', mail.subject))
    const details = document.createElement('details')
    details.name = 'mail'
    details.append(summary)
    details.addEventListener('toggle', () => {
      if (details.open && !details.querySelector('iframe, pre')) details.append(content(mail))
    })
    return details
  }

  /** The mail as a mail program shows it: it runs nothing and loads nothing. */
  function content(mail: OutgoingMail): HTMLElement {
    if (mail.html === '') return element('pre', '', mail.text)
    const frame = document.createElement('iframe')
    frame.title = mail.subject
    frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox')
    frame.srcdoc = mail.html
    frame.addEventListener('load', () => {
      const grow = () => {
        frame.style.height = `${frame.contentDocument!.documentElement.scrollHeight}px`
      }
      grow()
      new ResizeObserver(grow).observe(frame.contentDocument!.body)
    })
    follow(frame)
    return frame
  }

  return {
    show(mails) {
      const added = mails.filter(({ id }) => !shown.has(id))
      for (const { id } of added) shown.add(id)
      place.prepend(...added.map(row))
    },
  }
}

function element(name: string, className: string, text: string): HTMLElement {
  const made = document.createElement(name)
  made.className = className
  made.textContent = text
  return made
}
