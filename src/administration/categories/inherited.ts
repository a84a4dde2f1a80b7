import { type Db, rows } from '../../db/connection.ts';
import { type Algorithm, algorithmWords } from '../../tickets/assignment.ts';
import { priorityWords } from '../../tickets/ticket.ts';
import { visibilityWords } from '../../tickets/visibility.ts';
import type { RenderedField } from '../../web/fields.ts';
import { plainText } from '../../web/rich-text.ts';
import type { Translate } from '../../web/words.ts';

interface Inherited {
  priority: keyof typeof priorityWords;
  visibility: keyof typeof visibilityWords;
  approvalDays: number;
  expiryDays: number;
  assignment: Algorithm;
  subjectTemplate: string;
  messageTemplate: string;
  confidential: boolean;
}

// for a category at the root, `d` is what the installation says: its service comes before
const inheritedSql = `
  select coalesce(s.default_priority, d.priority) as priority, coalesce(s.default_visibility, d.visibility) as visibility,
    coalesce(s.approval_days, d.approval_days) as approval_days, coalesce(s.expiry_days, d.expiry_days) as expiry_days,
    coalesce(s.assignment, d.assignment) as assignment,
    coalesce(s.subject_template, d.subject_template) as subject_template,
    coalesce(s.message_template, d.message_template) as message_template,
    coalesce(category_is_confidential(c.parent_id), false) as confidential
  from categories c left join services s on s.id = c.service_id and c.parent_id is null
  cross join category_settings(c.parent_id) d
  where c.id = :id`;

/** What a category takes from what is above it, wherever it says nothing itself. */
export async function inheritedBy(db: Db, id: number): Promise<Inherited> {
  const [found] = await rows<Inherited>(db, inheritedSql, { id });
  if (found === undefined) throw new Error('A category without its service');
  return found;
}

const shortened = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** The fields of a category, that say what « par défaut » is here. */
export function withInherited(fields: readonly RenderedField[], above: Inherited, t: Translate): RenderedField[] {
  const words: Record<string, string> = {
    defaultPriority: t(priorityWords[above.priority].label),
    defaultVisibility: t(visibilityWords[above.visibility]),
    assignment: t(algorithmWords[above.assignment]),
  };
  const texts: Record<string, string> = {
    subjectTemplate: above.subjectTemplate,
    messageTemplate: shortened(plainText(above.messageTemplate)),
    approvalDays: String(above.approvalDays),
    expiryDays: String(above.expiryDays),
  };
  return fields.map((field) => {
    const { [field.name]: word } = words;
    const { [field.name]: text } = texts;
    if (word !== undefined) {
      const label = t('par défaut ({{value}})', { value: word });
      return {
        ...field,
        options: field.options.map((option) => (option.value === '' ? { value: '', label } : option)),
      };
    }
    if (text === undefined) return field;
    const value = text === '' ? t('rien') : text;
    return {
      ...field,
      help: t(
        field.name.endsWith('Days')
          ? 'En jours ; 0 = jamais ; vide = par défaut ({{value}}).'
          : 'Vide = par défaut ({{value}}).',
        { value },
      ),
    };
  });
}
