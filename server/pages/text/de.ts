import type { PageWords } from './en.ts'

/** German. */
export const de: PageWords = {
  comma: ', ',
  title: 'Termin anfragen: {name}',
  description:
    'Freie Zeiten bei {name} bis zu einem Jahr im Voraus sehen und online einen Termin anfragen. Oder {phone} anrufen.',
  skip: 'Zum Hauptinhalt',
  language: 'Sprache',
  heading: 'Termin anfragen',
  lead: 'Wählen Sie einen Grund und eine freie Zeit. Ein Konto ist nicht nötig.',
  answers: '{name} antwortet meist innerhalb von {within}.',
  call: '{phone} anrufen',
  canRequest: 'Was Sie anfragen können',
  minutes: '{minutes} Min.',
  forNew: 'für neue Patienten',
  forExisting: 'für Patienten der Praxis',
  byPhone: 'Online-Anfragen brauchen JavaScript. Bitte rufen Sie uns an.',
  hours: 'Öffnungszeiten',
  closed: 'Geschlossen',
  wholeDay: 'Ganztägig',
  often: 'nicht jede Woche',
  varies: 'Zeiten wechseln',
  closures: 'Demnächst geschlossen',
  fromTime: '{date}, ab {time}',
  untilTime: '{date}, bis {time}',
  address: 'Adresse',
  locations: 'Standorte',
  privacy: 'Wie wir Ihre Angaben verwenden',
  requestTitle: 'Ihre Anfrage, {name}',
  opening: 'Ihre Anfrage wird geöffnet',
  requestByPhone: 'Diese Seite braucht JavaScript, um Ihre Anfrage zu öffnen. Bitte rufen Sie uns an.',
  missingTitle: 'Diese Seite gibt es nicht',
  missing:
    'Vielleicht hat sich die Adresse geändert. Sehen Sie auf der Website Ihrer Praxis nach oder rufen Sie dort an.',
}
