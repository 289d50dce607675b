/**
 * When a user was last changed by anything but some syncs; 0 when one of them wrote the user last.
 * @param writers the parameter with their row IDs, as a JSON list
 * @param of what the columns are called by
 */
export const changedBeside = (writers: string, of = 'u'): string =>
  `iif(${of}.last_sync_id in (select value from json_each(${writers})), 0, ${of}.changed_at)`;
