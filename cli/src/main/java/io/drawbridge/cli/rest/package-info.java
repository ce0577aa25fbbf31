/** The admin API as its client sees it: requests, answers, and what went wrong in one line. */
package io.drawbridge.cli.rest;
