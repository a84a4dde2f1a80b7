/**
 * Whether a manager of the service may handle the tickets of a category, both given in SQL: in a confidential one, only
 * its members read them.
 */
export const mayHandleSql = (category: string, person: string) =>
  `(not category_is_confidential(${category}) or is_category_member(${category}, ${person}))`;

/** Whether a manager of its service is a member of the category joined as `category`: `is_category_member`, as a part of the statement. */
export const memberSql = (category: string, manager: string) =>
  `(${category}.members_from is null or exists (select 1 from category_members e
     where e.category_id = ${category}.members_from and e.person_id = ${manager}))`;

/** {@link mayHandleSql} for a category joined as `category`, and a manager of its service. */
export const handlesSql = (category: string, manager: string) =>
  `(not ${category}.concealed or ${memberSql(category, manager)})`;

/** Whether the manager of a row of `service_managers`, so aliased, takes tickets: available, and still of the institution. */
export const takesTicketsSql = (manager: string) =>
  `(${manager}.available and not exists (select 1 from people gone where gone.id = ${manager}.person_id and gone.left_at is not null))`;
