export { type Column, DataTable, type Order } from "./DataTable";
