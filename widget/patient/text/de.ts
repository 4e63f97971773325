import type { Language } from './languages.ts'

/** German. */
export const de: Language = {
  withPractice: 'Bei der Praxis',
  confirmed: 'Bestätigt',
  notPossible: 'Nicht möglich',
  cancelled: 'Abgesagt',
  ended: 'Beendet',
  pastVisit: 'Vergangener Termin',

  yourRequest: 'Ihre Anfrage {reference}',
  reference: 'Nummer {reference}',
  notOffered: 'Die Praxis konnte diese Zeit nicht anbieten',
  isCancelled: 'Diese Anfrage ist abgesagt',
  hasEnded: 'Diese Anfrage ist beendet',
  hasEndedText: 'Die Zeit verging, bevor die Praxis sie bestätigt hat.',
  visitOver: 'Dieser Termin ist vorbei',
  visit: '{reason}, {minutes} Min.',

  requestSent: 'Anfrage gesendet',
  practiceChecks: 'Die Praxis prüft sie',
  usually: 'Meist innerhalb von {within}. Die Zeit ist für Sie reserviert.',
  timeKept: 'Die Zeit ist für Sie reserviert.',
  youHear: 'Sie hören von der Praxis',
  yourVisit: 'Ihr Termin',

  askAnother: 'Andere Zeit anfragen',
  cancelRequest: 'Anfrage absagen',
  cancelVisit: 'Termin absagen',
  tooLate: 'Um jetzt etwas zu ändern, rufen Sie bitte an.',
  chooseAnother: 'Andere Zeit wählen',

  reallyRequest: 'Diese Anfrage absagen?',
  reallyVisit: 'Diesen Termin absagen?',
  cannotUndo: 'Die Zeit geht an jemand anderen. Das lässt sich nicht rückgängig machen.',
  yesRequest: 'Ja, Anfrage absagen',
  yesVisit: 'Ja, Termin absagen',
  keepRequest: 'Anfrage behalten',
  keepVisit: 'Termin behalten',
  cancelling: 'Wird abgesagt',
  nowCancelled: 'Abgesagt. {name} weiß Bescheid.',

  givesWay:
    'Das ist eine neue Anfrage: Die Praxis bestätigt die neue Zeit. Mit dem Senden geben Sie Ihre jetzige Zeit auf.',
  stands: 'Ihr Termin bleibt bestehen, bis die Praxis antwortet. Sie sieht, welche Zeit Sie stattdessen möchten.',
  youWish: 'Sie haben stattdessen um {time} gebeten. Ihr Termin bleibt bestehen, bis die Praxis antwortet.',
  askedFor: 'Sie hatten um {time} gebeten.',
  present: 'Ihre jetzige Zeit',
  timesFrom: 'Zeiten zeigen ab',
  whichTime: 'Welche Zeit passt Ihnen besser?',
  loadingTimes: 'Zeiten werden gesucht',
  timesShown: 'Zeiten ab {date}',
  noTimes: 'Keine freien Zeiten ab diesem Datum',
  noTimesText: 'Wählen Sie ein früheres Datum oder rufen Sie an: Vielleicht finden wir noch eine.',
  moreDays: 'Mehr Tage zeigen',
  withAnyone: 'Zeiten bei allen zeigen',
  chooseFirst: 'Wählen Sie zuerst eine Zeit',
  asksFor: 'Sie fragen diese Zeit an: {time}.',
  sendAnother: 'An die Praxis senden',
  sending: 'Wird gesendet',
  nowAsked: 'Gesendet. Die Praxis prüft die neue Zeit.',
  taken: 'Diese Zeit wurde gerade vergeben',
  takenText: 'Ihre jetzige Zeit bleibt Ihnen. Wählen Sie eine andere.',

  noLonger: 'Das lässt sich hier nicht mehr ändern',
  noLongerText: 'Bitte rufen Sie die Praxis an.',
  notReached: 'Das hat uns nicht erreicht',
  notReachedText:
    'Noch ist nichts geändert. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut, oder rufen Sie an.',
  cannotShow: 'Ihre Anfrage lässt sich gerade nicht anzeigen',
  cannotShowText: 'Sie besteht weiterhin. Versuchen Sie es erneut, oder rufen Sie an.',
  noCalendar: 'Der Kalendereintrag ließ sich nicht erstellen',

  linkEnded: 'Dieser Link funktioniert nicht mehr',
  linkEndedText:
    'Vielleicht gilt ein neuerer, oder er ist unvollständig. Suchen Sie die letzte Nachricht von {name}, oder rufen Sie an.',
  requestAnew: 'Termin anfragen',
}
