/** An answer foreseen: its page says `message`, a French text that the view translates. */
export class ExpectedError extends Error {
  readonly status: number;
  readonly title: string;
  /** What the message names, as `{{id}}`. */
  readonly values: Record<string, string | number>;

  constructor(status: number, title: string, message: string, values: ExpectedError['values'] = {}) {
    super(message);
    this.status = status;
    this.title = title;
    this.values = values;
  }
}

export class NotFound extends ExpectedError {
  constructor(message = 'Cette page n’existe pas ou ne vous est pas visible.', values: ExpectedError['values'] = {}) {
    super(404, 'Page introuvable', message, values);
  }
}

export class Refused extends ExpectedError {
  constructor(message = 'Vous n’avez pas le droit d’ouvrir cette page.') {
    super(403, 'Accès refusé', message);
  }
}

/** Nobody is signed in: the way to the CAS server begins here. */
export class SignedOut extends ExpectedError {
  constructor() {
    super(401, 'Connexion requise', 'Connectez-vous pour ouvrir cette page.');
  }
}

/** The form comes from a session that is over, or from elsewhere. */
export class StalePage extends ExpectedError {
  /** The same address shows the form again. */
  readonly comesBack: boolean;

  constructor({ comesBack }: { comesBack: boolean }) {
    super(
      403,
      'Page périmée',
      'Votre page est restée ouverte trop longtemps et n’a pas pu être envoyée. Revenez en arrière pour copier votre texte, rechargez la page, puis validez de nouveau.',
    );
    this.comesBack = comesBack;
  }
}

export class TooMany extends ExpectedError {
  constructor() {
    super(
      429,
      'Trop de demandes',
      'Vous avez envoyé trop de demandes en peu de temps. Patientez une minute, puis réessayez.',
    );
  }
}
