import type { Language } from './languages.ts'

/** French. */
export const fr: Language = {
  withPractice: 'Chez le cabinet',
  confirmed: 'Confirmé',
  notPossible: 'Impossible',
  cancelled: 'Annulée',
  ended: 'Terminée',
  pastVisit: 'Visite passée',

  yourRequest: 'Votre demande {reference}',
  reference: 'Référence {reference}',
  notOffered: 'Le cabinet n’a pas pu proposer cet horaire',
  isCancelled: 'Cette demande est annulée',
  hasEnded: 'Cette demande est terminée',
  hasEndedText: 'L’horaire est passé avant que le cabinet ne le confirme.',
  visitOver: 'Cette visite est passée',
  visit: '{reason}, {minutes} min',

  requestSent: 'Demande envoyée',
  practiceChecks: 'Le cabinet la vérifie',
  usually: 'En général sous {within}. L’horaire vous est réservé entre-temps.',
  timeKept: 'L’horaire vous est réservé entre-temps.',
  youHear: 'Le cabinet vous répond',
  yourVisit: 'Votre visite',

  askAnother: 'Demander un autre horaire',
  cancelRequest: 'Annuler la demande',
  cancelVisit: 'Annuler le rendez-vous',
  tooLate: 'Pour changer quelque chose maintenant, veuillez appeler.',
  chooseAnother: 'Choisir un autre horaire',

  reallyRequest: 'Annuler cette demande ?',
  reallyVisit: 'Annuler ce rendez-vous ?',
  cannotUndo: 'L’horaire sera donné à quelqu’un d’autre. C’est définitif.',
  yesRequest: 'Oui, annuler ma demande',
  yesVisit: 'Oui, annuler mon rendez-vous',
  keepRequest: 'Garder ma demande',
  keepVisit: 'Garder mon rendez-vous',
  cancelling: 'Annulation en cours',
  nowCancelled: 'C’est annulé. {name} en est informé.',

  givesWay:
    'C’est une nouvelle demande : le cabinet confirme le nouvel horaire. En l’envoyant, vous renoncez à votre horaire actuel.',
  stands:
    'Votre rendez-vous est maintenu jusqu’à la réponse du cabinet. Il voit l’horaire que vous demandez à la place.',
  youWish: 'Vous avez demandé {time} à la place. Votre rendez-vous est maintenu jusqu’à la réponse du cabinet.',
  askedFor: 'Vous aviez demandé {time}.',
  present: 'Votre horaire actuel',
  timesFrom: 'Afficher les horaires à partir du',
  whichTime: 'Quel horaire vous convient mieux ?',
  loadingTimes: 'Recherche des horaires',
  timesShown: 'Horaires à partir du {date}',
  noTimes: 'Aucun horaire libre à partir de cette date',
  noTimesText: 'Choisissez une date plus proche, ou appelez : nous en trouverons peut-être un.',
  moreDays: 'Afficher plus de jours',
  withAnyone: 'Afficher les horaires de tous les praticiens',
  chooseFirst: 'Choisissez d’abord un horaire',
  asksFor: 'Vous demandez cet horaire : {time}.',
  sendAnother: 'Envoyer au cabinet',
  sending: 'Envoi en cours',
  nowAsked: 'Envoyée. Le cabinet vérifie le nouvel horaire.',
  taken: 'Cet horaire vient d’être pris',
  takenText: 'Votre horaire actuel reste le vôtre. Choisissez-en un autre.',

  noLonger: 'Ce n’est plus modifiable ici',
  noLongerText: 'Veuillez appeler le cabinet.',
  notReached: 'Cela ne nous est pas parvenu',
  notReachedText: 'Rien n’est encore changé. Vérifiez votre connexion et réessayez, ou appelez.',
  cannotShow: 'Impossible d’afficher votre demande pour le moment',
  cannotShowText: 'Elle est toujours valable. Réessayez, ou appelez.',
  noCalendar: 'L’entrée de calendrier n’a pas pu être créée',

  linkEnded: 'Ce lien ne fonctionne plus',
  linkEndedText:
    'Un lien plus récent l’a peut-être remplacé, ou il est incomplet. Cherchez le dernier message de {name}, ou appelez.',
  requestAnew: 'Demander un rendez-vous',
}
