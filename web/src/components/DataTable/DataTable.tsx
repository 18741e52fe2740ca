import { Button, mergeClasses } from "@fluentui/react-components";
import { ArrowDown12Regular, ArrowUp12Regular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import { useStyles } from "./styles";

export interface Column<T> {
  id: string;
  label: string;
  cell: (row: T) => ReactNode;
  /** Whether the list can be put in this column's order. */
  sortable?: boolean;
  /** Not shown where there is little room. */
  minor?: boolean;
}

export interface Order {
  by: string;
  descending: boolean;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  order?: Order;
  onOrder?: (order: Order) => void;
}

/** A list in columns. The first column names the row. */
export function DataTable<T>({ label, columns, rows, rowKey, order, onOrder }: Props<T>) {
  const styles = useStyles();
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column.id} column={column} order={order} onOrder={onOrder} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ id, cell, minor }, index) =>
              index === 0 ? (
                <th key={id} scope="row" className={mergeClasses(styles.td, styles.name)}>
                  {cell(row)}
                </th>
              ) : (
                <td key={id} className={mergeClasses(styles.td, minor && styles.minor)}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps<T> {
  column: Column<T>;
  order?: Order;
  onOrder?: (order: Order) => void;
}

function Head<T>({ column: { id, label, sortable, minor }, order, onOrder }: HeadProps<T>) {
  const styles = useStyles();
  const here = order?.by === id ? order : undefined;
  const className = mergeClasses(styles.th, minor && styles.minor);
  if (!sortable || !onOrder) {
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    );
  }
  const descending = here ? !here.descending : false;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={here && (here.descending ? "descending" : "ascending")}
    >
      <Button
        appearance="transparent"
        size="small"
        className={styles.sort}
        iconPosition="after"
        icon={here && (here.descending ? <ArrowDown12Regular /> : <ArrowUp12Regular />)}
        onClick={() => onOrder({ by: id, descending })}
      >
        {label}
      </Button>
    </th>
  );
}
