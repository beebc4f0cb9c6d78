/** From Markdown masters to notebooks: lectures, exercises and their solutions. */
package kontrast.grader.authoring;
