/**
 * Every weight and threshold of matching. Points are the weight of evidence as record linkage counts it (Fellegi and
 * Sunter): about the binary logarithm of how much likelier a finding is for the same person than for two strangers.
 * They rank what staff see. Whether something is linked by itself is decided by no number here: see `isExact`.
 */
export const matching = {
  /** Points for a field that is the same, and against one that differs. One that is missing says nothing. */
  points: {
    // One person in some sixty shares a given name. Hardly anyone changes it, but many go by one that nobody wrote down.
    given: { same: 6, differs: -5 },
    // One in a hundred or two shares a family name. It changes with marriage, so it says less against than the given name.
    family: { same: 7, differs: -4 },
    // One in some twenty thousand, and it never changes: nothing says more, for or against.
    birthDate: { same: 13, differs: -6 },
    // One in a few thousand, were it not for families. Numbers change every few years.
    mobile: { same: 10, differs: -3 },
    // Rarer than a number to share, but many have several, and use another than the practice knows.
    email: { same: 11, differs: -2 },
  },
  /** Mobile and email together: who has the one mostly has the other too, so the second adds little. */
  mostForContact: 12,
  /** Part of the contact's points when the given name differs: a family shares numbers, and so do twins. */
  shareOfFamily: 0.35,
  /** Part of a field's points for each way of being close, and of not being spelled the same. */
  share: {
    // The same name in another spelling; strangers hardly ever meet like this.
    transliteration: 0.9,
    particle: 0.9,
    // Everything but the number's beginning is there.
    'number-prefix': 0.9,
    // Father and son share everything in the name but this.
    suffix: 0.8,
    // All letters are there; so are those of somebody whose names really stand the other way round.
    'swapped-names': 0.8,
    'mail-tag': 0.8,
    // The practice wrote it down itself.
    'former-name': 0.8,
    nickname: 0.7,
    'middle-name': 0.6,
    // Half of a double name is shared by more people than the whole.
    'part-of-double-name': 0.6,
    // One date in thirty has its digits so, and people who write dates in two ways do this often.
    'day-month-swapped': 0.6,
    typo: 0.5,
    'digits-swapped': 0.5,
    // Some seventy dates are so near to a date, or a few hundred to one with eight digits.
    'one-day': 0.45,
    'one-digit': 0.4,
    // A year or a month is known, and fits.
    'incomplete-date': 0.3,
    // One in some twenty-five shares the first letter.
    initial: 0.3,
    // Often this year in place of the year of birth; but one in 365 is born on that day of some year.
    'other-year': 0.2,
    // The part before the @ mostly repeats the name, so it says little beside it.
    'other-domain': 0.2,
  },
  /** Points for a family name that is the same but for its suffix, Sr for Jr: two people, whose records are mixed up. */
  otherSuffix: 2,
  /** Alike enough (Jaro–Winkler) for a slip: keeps Eric and Erik (0.883), drops John and Joan (0.867). */
  leastAlike: 0.88,
  /** Letters from which one slip is a typo whatever Jaro–Winkler says; in shorter names it makes another name. */
  lettersForSlip: 4,
  /** Part of all points from which a patient is offered: a full name and nothing else, or a birth date with one name. */
  leastScore: 0.25,
  /** More than staff look through; who isn't among them is found by searching. */
  mostCandidates: 8,

  visit: {
    /** Weights of an appointment's fields; one that is missing is left out of the sum. */
    weights: {
      // The time is what was asked for; the rest may have been entered otherwise.
      start: 0.55,
      // Practices move visits between colleagues.
      practitioner: 0.25,
      // Many practices enter everything under few reasons.
      reason: 0.12,
      // Mostly follows from the reason.
      duration: 0.08,
    },
    /** Hours between the starts from which it can't have been meant: two weeks. */
    mostHours: 14 * 24,
    /** A start that isn't the same stays this far below one that is. */
    shareOfOtherStart: 0.9,
    /** Hours within which two starts are the same working day, mostly: an evening and the next morning lie further apart. */
    hoursOfDay: 12,
    /** Minutes by which a visit may be longer or shorter and count as close. */
    closeMinutes: 15,
    /** Drops visits days away with somebody else for something else. */
    leastScore: 0.15,
  },
} as const
