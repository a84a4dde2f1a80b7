import ejs from 'ejs';
import express from 'express';
import pg from 'pg';

// What Express, EJS and Postgres cost by themselves, and nothing else: 20 kB of HTML from four indexed queries, from a
// list of fifty or eighty, from a ranked search; three inserts and their commit.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const pageQueries = [
  'select * from tickets where id = $1',
  'select * from ticket_events where ticket_id = $1 order by id',
  'select p.* from tickets t join people p on p.id = t.owner_id where t.id = $1',
  'select c.* from tickets t join categories c on c.id = t.category_id where t.id = $1',
];

const lineColumns = `t.id, t.subject, t.status, t.priority, t.last_action_at, s.label as service, c.label as category,
  o.display_name as owner, h.display_name as handler`;
const lineJoins = `join services s on s.id = t.service_id join categories c on c.id = t.category_id
  join people o on o.id = t.owner_id left join people h on h.id = t.handler_id`;

const listQuery = `
  select ${lineColumns} from tickets t ${lineJoins}
  where t.service_id = $1 and t.status in ('free', 'in-progress', 'incomplete', 'postponed') and t.archived_at is null
  order by t.last_action_at desc, t.id desc limit $2`;

const searchQuery = `
  select ${lineColumns}, left(e.message_text, 200) as text from (
    select e.ticket_id, e.message_text, ts_rank(e.search, q) as rank
    from websearch_to_tsquery('guichet_fr', $1) q join ticket_events e on e.search @@ q and e.message_text is not null
    order by rank desc limit 50
  ) e join tickets t on t.id = e.ticket_id ${lineJoins} order by e.rank desc`;

const inserts = [
  'insert into bench_floor (ticket_id, person_id, text) values ($1, $2, $3)',
  'insert into bench_floor (ticket_id, person_id, text) values ($1 + 1, $2, $3)',
  'insert into bench_floor (ticket_id, person_id, text) values ($1 + 2, $2, $3)',
];

const compiled = (template: string) => ejs.compile(template, { strict: true, _with: false, localsName: 'page' });

const drawPage = compiled(
  `<!doctype html><title><%= page.ticket.subject %></title><h1><%= page.ticket.subject %></h1>
<p><%= page.owner.display_name %>, <%= page.category.long_label %></p>
<ul><% for (const line of page.lines) { %><li><a href="/<%= line.at %>"><%= line.text %></a></li><% } %></ul>`,
);

const drawList = compiled(
  `<!doctype html><title>Tickets</title><table><% for (const line of page.lines) { %>
<tr><td><a href="/<%= line.id %>"><%= line.id %></a></td><td class="subject"><%= line.subject %></td><td class="category"><%= line.service %>, <%= line.category %></td>
<td class="owner"><%= line.owner %></td><td class="handler"><%= line.handler ?? '' %></td><td class="status status--<%= line.status %>"><%= line.status %></td>
<td class="date"><time><%= line.last_action_at.toISOString() %></time></td><td class="text"><%= line.text ?? '' %></td></tr><% } %></table>`,
);

const lineLength = 190;
const lineCount = 100;

const app = express();
app.use(express.urlencoded({ extended: false }));

app.get('/page/:id', async (req, res) => {
  const [tickets, events, owners, categories] = await Promise.all(
    pageQueries.map((query) => pool.query(query, [req.params.id])),
  );
  const text = (events?.rows ?? []).map(({ message_text }) => message_text ?? '').join(' ');
  const lines = Array.from({ length: lineCount }, (_, at) => ({ at, text: text.slice(at, at + lineLength - 25) }));
  res.send(drawPage({ ticket: tickets?.rows[0], owner: owners?.rows[0], category: categories?.rows[0], lines }));
});

app.get('/list/:service/:lines', async (req, res) => {
  const { rows } = await pool.query({ name: 'list', text: listQuery, values: [req.params.service, req.params.lines] });
  res.send(drawList({ lines: rows }));
});

app.get('/search/:word', async (req, res) => {
  const { rows } = await pool.query({ name: 'search', text: searchQuery, values: [req.params.word] });
  res.send(drawList({ lines: rows }));
});

app.get('/write/:ticket', async (req, res) => {
  const client = await pool.connect();
  await client.query('begin');
  for (const text of inserts) await client.query(text, [req.params.ticket, 1, 'Bonjour, la page reste blanche.']);
  await client.query('commit');
  client.release();
  res.redirect(303, '/');
});

app.get('/ready', (_req, res) => void res.send('ready'));
app.listen(Number(process.env.PORT), '127.0.0.1');
