import * as issuedby from "./index.js";

export * from "./index.js";
export default issuedby;
