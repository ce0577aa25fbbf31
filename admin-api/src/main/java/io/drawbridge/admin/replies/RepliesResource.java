package io.drawbridge.admin.replies;

import java.util.stream.Stream;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import io.drawbridge.admin.ApiDescription;
import io.drawbridge.admin.problem.Problem;
import io.drawbridge.admin.security.May;
import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;
import io.drawbridge.reply.ReplyComparison;

@Produces(MediaType.APPLICATION_JSON)
@Path("/v1/replies")
@Tag(name = "Replies", description = "What FTP reply codes mean, in English or Thai by Accept-Language.")
@APIResponse(responseCode = "default", ref = ApiDescription.OTHER_PROBLEM)
@RolesAllowed(May.SEE)
public class RepliesResource {
    private final HttpHeaders request;

    public RepliesResource(HttpHeaders request) {
        this.request = request;
    }

    @GET
    @Operation(summary = "List the reply codes", operationId = "listReplies")
    @APIResponseSchema(value = RepliesView.class, responseDescription = "All codes of FTP, by number.")
    public RestResponse<RepliesView> list() {
        Language language = language();
        return answer(language, RepliesView.of(Stream.of(ReplyCode.values()), language));
    }

    @GET
    @Path("/{code}")
    @Operation(summary = "Read what a reply code means", operationId = "readReply")
    @APIResponseSchema(value = ReplyView.class, responseDescription = "The code.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public RestResponse<ReplyView> read(int code) {
        Language language = language();
        return answer(language, ReplyView.of(known(code), language));
    }

    @GET
    @Path("/{code}/compare/{other}")
    @Operation(summary = "Compare two reply codes", operationId = "compareReplies")
    @APIResponseSchema(value = ComparisonView.class, responseDescription = "Both codes, and how they differ.")
    @APIResponse(responseCode = "404", ref = ApiDescription.NOT_FOUND)
    public RestResponse<ComparisonView> compare(int code, int other) {
        Language language = language();
        return answer(language, ComparisonView.of(ReplyComparison.of(known(code), known(other), language)));
    }

    private static ReplyCode known(int code) {
        return ReplyCode.of(code).orElseThrow(() -> Problem.notFound("FTP has no reply code " + code + ".").exception());
    }

    private Language language() {
        return Language.preferred(request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    }

    private static <T> RestResponse<T> answer(Language language, T view) {
        return RestResponse.ResponseBuilder.ok(view).header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE).build();
    }
}
