import type { ConnectionMode } from '../../server/contract/desk.ts'
import type { Settings } from '../../server/contract/settings.ts'
import type { Field } from '../model/settings.ts'

export const fieldWords: Readonly<Record<Field, string>> = {
  notify: 'Who is mailed',
  remindAfterHours: 'Reminder',
  isCancellationTold: 'Message when you cancel or reject',
  mode: 'Where the schedule is kept',
  accent: 'Colour',
}

/** How the schedule is joined: its name, what it means, and what accepting then does. */
export const modeWords: Readonly<Record<ConnectionMode, { name: string; meaning: string; accepting: string }>> = {
  own: {
    name: 'Here, in chairtime',
    meaning: 'There is no other schedule. Accepting a request makes the appointment here.',
    accepting: 'Accepting a request makes the appointment here, and nowhere else.',
  },
  reads: {
    name: 'In the PMS, which is read',
    meaning:
      'You enter each appointment in the PMS yourself. chairtime finds it there, and you link it to its request.',
    accepting: 'Accepting a request makes no appointment. You enter it in the PMS, then it is linked.',
  },
  writes: {
    name: 'In the PMS, which is read and written',
    meaning: 'Accepting a request also makes the appointment in the PMS. The connection must be allowed to write.',
    accepting: 'Accepting a request makes the appointment in the PMS too.',
  },
  'link-only': {
    name: 'In the PMS, linked only',
    meaning:
      'For a connection that may neither make nor move appointments. You do both in the PMS, and link them to their requests here.',
    accepting: 'Accepting a request means linking it to an appointment of the PMS. None is made or moved from here.',
  },
}

export const reminderHours: readonly number[] = [1, 2, 4, 8, 12, 24, 48, 72]

export const reminderText = (hours: number | null) =>
  hours === null ? 'Never' : `After ${hours} ${hours === 1 ? 'hour' : 'hours'}`

/** What stands in a field, in words. */
export function valueText(field: Field, settings: Settings): string {
  switch (field) {
    case 'notify':
      return settings.notify.join(', ') || 'None listed'
    case 'remindAfterHours':
      return reminderText(settings.remindAfterHours)
    case 'isCancellationTold':
      return settings.isCancellationTold ? 'Sent' : 'Not sent'
    case 'mode':
      return modeWords[settings.mode].name
    case 'accent':
      return settings.accent ?? 'As in the practice file'
  }
}

/** For a sentence: `who is mailed, reminder and colour`. */
export function fieldList(fields: readonly Field[]): string {
  const names = fields.map((field) => fieldWords[field].charAt(0).toLowerCase() + fieldWords[field].slice(1))
  return new Intl.ListFormat('en').format(names)
}
