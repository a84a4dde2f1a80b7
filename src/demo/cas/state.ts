import { randomBytes } from 'node:crypto';

interface Granted {
  ticket: string;
  service: string;
}

interface ServiceTicket {
  login: string;
  service: string;
  /** The person has just shown who they are, and was not let through by an earlier sign-in. */
  fresh: boolean;
  expires: number;
}

interface SignedIn {
  login: string;
  granted: Granted[];
}

const lifetime = 60_000;
const random = () => randomBytes(24).toString('base64url');

/** Who is signed in and which tickets are out. Memory is enough: a restart only asks people to sign in again. */
export class CasState {
  private readonly sessions = new Map<string, SignedIn>();
  private readonly tickets = new Map<string, ServiceTicket>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  open(login: string): string {
    const id = `TGT-${random()}`;
    this.sessions.set(id, { login, granted: [] });
    return id;
  }

  loginOf(session: string): string | undefined {
    return this.sessions.get(session)?.login;
  }

  /** A service ticket for somebody signed in. */
  grant(session: string, service: string, fresh: boolean): string {
    const { login, granted } = this.sessions.get(session) as SignedIn;
    const ticket = `ST-${random()}`;
    this.tickets.set(ticket, { login, service, fresh, expires: this.now() + lifetime });
    granted.push({ ticket, service });
    return ticket;
  }

  /** A ticket is good once, whatever comes of it. */
  use(ticket: string): ServiceTicket | undefined {
    const found = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    this.forgetExpired();
    return found && found.expires > this.now() ? found : undefined;
  }

  /** Ends a sign-in; what it had granted has to be told. */
  end(session: string): Granted[] {
    const granted = this.sessions.get(session)?.granted ?? [];
    this.sessions.delete(session);
    for (const { ticket } of granted) this.tickets.delete(ticket);
    return granted;
  }

  private forgetExpired(): void {
    for (const [ticket, { expires }] of this.tickets) if (expires <= this.now()) this.tickets.delete(ticket);
  }
}
