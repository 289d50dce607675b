import type { FC } from 'hono/jsx';

/** An e-mail, or another name, that breaks after its @ where a column is narrow. */
export const Email: FC<{ of: string }> = ({ of }) => {
  const at = of.indexOf('@') + 1;
  return at === 0 ? (
    <span>{of}</span>
  ) : (
    <span>
      {of.slice(0, at)}
      <wbr />
      {of.slice(at)}
    </span>
  );
};
