/**
 * What the OpenAPI document says of every operation alike, and what follows from it: a request is held to the document. Start
 * reading at {@link io.drawbridge.admin.description.Completion}; what is particular to an operation stands at its method.
 */
package io.drawbridge.admin.description;
