package io.drawbridge.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;

/** What {@code kubectl apply -k} would send to Kubernetes. */
record Overlay(String name, List<HasMetadata> resources) {
    /** Tests run in their module's folder. */
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path OVERLAYS = PROJECT.resolve("deploy/kubernetes/overlays");

    /** All that the overlays may have. */
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("rbac.authorization.k8s.io/v1 Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class));

    /** Fails for a field that Kubernetes does not know, where the model by itself would keep it, and for one said twice. */
    private static final ObjectMapper STRICT = new ObjectMapper(new YAMLFactory())
            .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(OVERLAYS)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    /** Rendered by kubectl. */
    static Overlay of(String name) throws IOException, InterruptedException {
        Path rendered = Files.createTempFile("drawbridge-overlay", ".yaml");
        Path errors = Files.createTempFile("drawbridge-overlay", ".err");
        try {
            int status = new ProcessBuilder("kubectl", "kustomize", OVERLAYS.resolve(name).toString())
                    .redirectOutput(rendered.toFile()).redirectError(errors.toFile()).start().waitFor();
            assertThat(status).as("kubectl kustomize %s: %s", name, Files.readString(errors)).isZero();
            return new Overlay(name, read(Files.readString(rendered)));
        } finally {
            Files.delete(rendered);
            Files.delete(errors);
        }
    }

    /** @throws IOException when there is something in it that Kubernetes does not know */
    static List<HasMetadata> read(String yaml) throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        for (JsonNode node : STRICT.readerFor(JsonNode.class).<JsonNode> readValues(yaml).readAll()) {
            String kind = node.path("apiVersion").asText() + " " + node.path("kind").asText();
            assertThat(KINDS).containsKey(kind);
            resources.add(STRICT.treeToValue(node, KINDS.get(kind)));
        }
        return resources;
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> Optional<T> one(Class<T> kind, String name) {
        return all(kind).stream().filter(resource -> resource.getMetadata().getName().equals(name)).findAny();
    }

    /** Whatever makes pods, by its name. */
    Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
        all(StatefulSet.class).forEach(set -> pods.put(set.getMetadata().getName(), set.getSpec().getTemplate()));
        all(Deployment.class).forEach(one -> pods.put(one.getMetadata().getName(), one.getSpec().getTemplate()));
        all(Job.class).forEach(job -> pods.put(job.getMetadata().getName(), job.getSpec().getTemplate()));
        return pods;
    }

    /** What FTP clients talk to. */
    StatefulSet ftp() {
        List<StatefulSet> sets = all(StatefulSet.class);
        assertThat(sets).hasSize(1);
        return sets.getFirst();
    }

    /** What the program of a pod is told; a value of another variable, or of a secret, as it is written. */
    Map<String, String> settings(PodTemplateSpec pod) {
        Container container = pod.getSpec().getContainers().getFirst();
        Map<String, String> settings = new LinkedHashMap<>();
        container.getEnvFrom().forEach(from -> settings
                .putAll(one(ConfigMap.class, from.getConfigMapRef().getName()).orElseThrow().getData()));
        container.getEnv().forEach(variable -> settings.put(variable.getName(), String.valueOf(variable.getValue())));
        return settings;
    }

    @Override
    public String toString() {
        return name;
    }
}
