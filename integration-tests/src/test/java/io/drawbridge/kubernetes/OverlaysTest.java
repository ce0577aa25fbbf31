package io.drawbridge.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.drawbridge.it.CommandLine;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;

/** Of each overlay: Kubernetes knows all that it says, and it fits the programs and itself. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(Lifecycle.PER_CLASS)
class OverlaysTest {
    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    private static final Pattern OWN_SETTING = Pattern.compile("(?m)(?<=^\\| `)DRAWBRIDGE_\\w+");
    private static final Pattern SETTING_OF_QUARKUS = Pattern.compile("\\bQUARKUS_\\w+");
    private static final Pattern SECRET = Pattern.compile("create secret (?:generic|tls) (\\S+)");
    private static final Pattern METRIC = Pattern.compile("drawbridge_\\w+");
    /** What a pod needs beyond the two times of its drain: last words, and the end of the program. */
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final String LIVE = "/q/health/live";
    private static final String READY = "/q/health/ready";

    private final List<Overlay> overlays = new ArrayList<>();

    @BeforeAll
    void render() throws IOException, InterruptedException {
        CommandLine.of("kubectl");
        for (String name : Overlay.names()) {
            overlays.add(Overlay.of(name));
        }
    }

    List<Overlay> overlays() {
        return overlays;
    }

    Stream<Overlay> overlays_with_a_service_for_each_pod() {
        return overlays.stream().filter(overlay -> overlay.one(Role.class, "drawbridge-ftp").isPresent());
    }

    @Test
    void a_field_that_Kubernetes_does_not_know_is_noticed() throws IOException {
        String service = "apiVersion: v1\nkind: Service\nmetadata: {name: one}\nspec: {type: LoadBalancer, selectors: {}}\n";
        assertThatThrownBy(() -> Overlay.read(service)).hasMessageContaining("selectors");
        assertThat(Overlay.read(service.replace("selectors", "selector"))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void all_is_in_one_namespace_and_named_once(Overlay overlay) {
        assertThat(overlay.all(Namespace.class)).singleElement().satisfies(namespace -> {
            assertThat(overlay.resources()).filteredOn(resource -> resource != namespace)
                    .allSatisfy(resource -> assertThat(resource.getMetadata().getNamespace())
                            .isEqualTo(namespace.getMetadata().getName()));
        });
        assertThat(overlay.resources()).extracting(resource -> resource.getKind() + " " + resource.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void what_selects_pods_selects_some(Overlay overlay) {
        overlay.all(Service.class)
                .forEach(service -> assertThat(selected(overlay, service)).as("%s", name(service)).isNotEmpty());
        overlay.all(PodDisruptionBudget.class).forEach(
                budget -> assertThat(matching(overlay, budget.getSpec().getSelector())).as("%s", name(budget)).hasSize(1));
        overlay.all(NetworkPolicy.class).forEach(
                policy -> assertThat(matching(overlay, policy.getSpec().getPodSelector())).as("%s", name(policy)).isNotEmpty());
        overlay.pods().values().forEach(pod -> assertThat(pod.getSpec().getTopologySpreadConstraints()).allSatisfy(
                spread -> assertThat(matching(overlay, spread.getLabelSelector())).containsExactly(pod)));
        overlay.all(StatefulSet.class).forEach(set -> {
            assertThat(matching(overlay, set.getSpec().getSelector())).containsExactly(set.getSpec().getTemplate());
            assertThat(overlay.one(Service.class, set.getSpec().getServiceName())).isPresent();
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void ports_lead_to_ports(Overlay overlay) {
        overlay.all(Service.class).forEach(service -> {
            assertThat(service.getSpec().getPorts()).extracting(ServicePort::getName).doesNotHaveDuplicates();
            service.getSpec().getPorts()
                    .forEach(port -> assertThat(selected(overlay, service)).as("%s %s", name(service), port.getName())
                            .allMatch(pod -> isOpen(overlay, pod, port.getTargetPort())));
        });
        overlay.pods().values().stream().flatMap(pod -> pod.getSpec().getContainers().stream())
                .forEach(container -> probes(container)
                        .forEach(probe -> assertThat(container.getPorts()).extracting(ContainerPort::getName)
                                .contains(probe.getHttpGet().getPort().getStrVal())));
        overlay.pods().values().stream()
                .filter(pod -> pod.getMetadata().getAnnotations().containsKey("prometheus.io/port"))
                .forEach(pod -> assertThat(numbered(pod, pod.getMetadata().getAnnotations().get("prometheus.io/port")))
                        .isEqualTo("http"));
    }

    /** The programs' own default is in their configuration, and where the overlay says another, it is that. */
    @ParameterizedTest
    @MethodSource("overlays")
    void ports_are_where_the_programs_listen(Overlay overlay) {
        overlay.pods().values().forEach(pod -> {
            Map<String, String> settings = overlay.settings(pod);
            Map<String, String> wanted = Map.of("ftp", settings.getOrDefault("DRAWBRIDGE_FTP_PORT", "2121"),
                    "probe", settings.getOrDefault("DRAWBRIDGE_FTP_PROBE_PORT", ""),
                    "http", settings.getOrDefault("QUARKUS_HTTP_PORT", program(pod).equals("ftp-server") ? "8081" : "8080"));
            pod.getSpec().getContainers().getFirst().getPorts().forEach(port -> assertThat(port.getContainerPort().toString())
                    .as(port.getName()).isEqualTo(wanted.get(port.getName())));
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void volumes_accounts_and_secrets_are_there_or_told_how_to_make(Overlay overlay) throws IOException {
        Set<String> secrets = SECRET.matcher(page("kubernetes.md")).results().map(match -> match.group(1))
                .collect(Collectors.toSet());
        overlay.pods().forEach((name, pod) -> {
            PodSpec spec = pod.getSpec();
            Set<String> volumes = new HashSet<>();
            spec.getVolumes().forEach(volume -> {
                volumes.add(volume.getName());
                assertThat(isThere(overlay, volume, secrets)).as("%s: volume %s", name, volume.getName()).isTrue();
            });
            overlay.one(StatefulSet.class, name).map(set -> set.getSpec().getVolumeClaimTemplates()).orElse(List.of())
                    .forEach(claim -> volumes.add(claim.getMetadata().getName()));
            assertThat(spec.getContainers()).allSatisfy(container -> {
                assertThat(container.getVolumeMounts()).extracting(VolumeMount::getName)
                        .containsExactlyInAnyOrderElementsOf(volumes);
                assertThat(container.getEnv()).extracting(EnvVar::getValueFrom)
                        .filteredOn(from -> from != null && from.getSecretKeyRef() != null)
                        .allSatisfy(from -> assertThat(secrets).contains(from.getSecretKeyRef().getName()));
            });
            if (spec.getServiceAccountName() != null) {
                assertThat(overlay.one(ServiceAccount.class, spec.getServiceAccountName())).isPresent();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void files_that_settings_name_are_mounted(Overlay overlay) {
        overlay.pods().values().forEach(pod -> {
            List<String> mounts = pod.getSpec().getContainers().getFirst().getVolumeMounts().stream()
                    .map(VolumeMount::getMountPath).toList();
            assertThat(overlay.settings(pod)).allSatisfy((setting, value) -> {
                if (value.startsWith("/")) {
                    assertThat(mounts).as("%s=%s", setting, value).anyMatch(value::startsWith);
                }
            });
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void settings_are_settings(Overlay overlay) throws IOException {
        Set<String> known = Stream.concat(OWN_SETTING.matcher(page("configuration.md")).results(),
                SETTING_OF_QUARKUS.matcher(page("configuration.md") + page("operations.md") + page("kubernetes.md")).results())
                .map(MatchResult::group).collect(Collectors.toSet());
        overlay.pods().forEach((name, pod) -> assertThat(overlay.settings(pod).keySet().stream()
                .filter(setting -> !setting.equals("POD_NAME") && !known.contains(setting))).as("unknown, of %s", name)
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void images_are_those_that_are_built(Overlay overlay) throws IOException {
        String version = Pattern.compile("<version>(.*?)</version>")
                .matcher(Files.readString(Overlay.PROJECT.resolve("pom.xml")))
                .results().map(match -> match.group(1)).findFirst().orElseThrow();
        overlay.pods().values().forEach(pod -> assertThat(pod.getSpec().getContainers()).singleElement()
                .satisfies(container -> assertThat(container.getImage()).isIn("drawbridge/ftp-server:" + version,
                        "drawbridge/admin-api:" + version, "drawbridge/standalone:" + version)));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void a_pod_lives_for_as_long_as_it_answers_and_takes_clients_while_it_is_ready(Overlay overlay) {
        servers(overlay).forEach(pod -> {
            Container container = pod.getSpec().getContainers().getFirst();
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo(LIVE);
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo(LIVE);
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo(READY);
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void a_pod_has_the_time_to_drain(Overlay overlay) {
        PodTemplateSpec pod = overlay.ftp().getSpec().getTemplate();
        Map<String, String> settings = overlay.settings(pod);
        Duration withdraw = duration(settings.get("DRAWBRIDGE_FTP_STOP_WITHDRAW"));
        Duration grace = duration(settings.get("DRAWBRIDGE_FTP_STOP_GRACE"));
        assertThat(Duration.ofSeconds(pod.getSpec().getTerminationGracePeriodSeconds()))
                .isGreaterThanOrEqualTo(withdraw.plus(grace).plus(MARGIN));
        Probe readiness = pod.getSpec().getContainers().getFirst().getReadinessProbe();
        assertThat(withdraw).as("nobody is sent here any more when it ends")
                .isGreaterThan(Duration.ofSeconds((long) readiness.getPeriodSeconds()
                        * (readiness.getFailureThreshold() == null ? 1 : readiness.getFailureThreshold())));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void pods_may_do_nothing_that_they_need_not(Overlay overlay) {
        overlay.pods().forEach((name, pod) -> {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).as(name).isEqualTo(10001);
            assertThat(spec.getSecurityContext().getFsGroup()).as(name).isEqualTo(10001);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).as(name).isEqualTo("RuntimeDefault");
            assertThat(spec.getContainers()).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
                assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsOnlyKeys("memory");
            });
            assertThat(spec.getAutomountServiceAccountToken()).as("%s sees the API of Kubernetes", name)
                    .isEqualTo(overlay.settings(pod).containsKey("DRAWBRIDGE_FTP_PASSIVE_ADDRESS_SERVICE"));
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void the_network_lets_clients_through_to_what_is_open_and_to_nothing_else(Overlay overlay) {
        PodTemplateSpec pod = overlay.ftp().getSpec().getTemplate();
        Set<Integer> open = new HashSet<>(passivePorts(overlay));
        pod.getSpec().getContainers().getFirst().getPorts().stream().filter(port -> !port.getName().equals("http"))
                .forEach(port -> open.add(port.getContainerPort()));
        Set<Integer> let = overlay.all(NetworkPolicy.class).stream()
                .filter(policy -> matching(overlay, policy.getSpec().getPodSelector()).contains(pod))
                .flatMap(policy -> policy.getSpec().getIngress().stream()).filter(rule -> rule.getFrom().isEmpty())
                .flatMap(rule -> rule.getPorts().stream()).flatMap(port -> numbers(pod, port)).collect(Collectors.toSet());
        assertThat(let).isEqualTo(open);
        assertThat(overlay.all(NetworkPolicy.class)).anySatisfy(policy -> {
            assertThat(matching(overlay, policy.getSpec().getPodSelector())).hasSameSizeAs(overlay.pods().values());
            assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        });
    }

    @ParameterizedTest
    @MethodSource("overlays_with_a_service_for_each_pod")
    void each_pod_has_a_service_with_its_slice_of_the_passive_range(Overlay overlay) {
        StatefulSet set = overlay.ftp();
        List<Integer> range = passivePorts(overlay);
        int perNode = Integer
                .parseInt(overlay.settings(set.getSpec().getTemplate()).get("DRAWBRIDGE_FTP_PASSIVE_PORTS_PER_NODE"));
        int pods = overlay.all(HorizontalPodAutoscaler.class).stream().findFirst()
                .map(scaler -> scaler.getSpec().getMaxReplicas()).orElseGet(() -> set.getSpec().getReplicas());
        List<Service> services = overlay.all(Service.class).stream()
                .filter(service -> service.getSpec().getSelector().containsKey(POD_NAME)).toList();
        assertThat(services).hasSize(pods);
        for (int i = 0; i < pods; i++) {
            String pod = name(set) + "-" + i;
            List<Integer> slice = range.subList(i * perNode, (i + 1) * perNode);
            assertThat(overlay.one(Service.class, pod)).as(pod).hasValueSatisfying(service -> {
                assertThat(service.getSpec().getSelector()).containsExactly(Map.entry(POD_NAME, pod));
                assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
                assertThat(service.getSpec().getPorts()).extracting(ServicePort::getPort).isEqualTo(slice);
                assertThat(service.getSpec().getPorts())
                        .allMatch(port -> port.getPort().equals(port.getTargetPort().getIntVal()));
            });
        }
        assertThat(services).as("all are reached in the same way")
                .extracting(service -> service.getMetadata().getAnnotations(),
                        service -> service.getSpec().getExternalTrafficPolicy())
                .containsOnly(org.assertj.core.groups.Tuple.tuple(services.getFirst().getMetadata().getAnnotations(),
                        services.getFirst().getSpec().getExternalTrafficPolicy()));
    }

    @ParameterizedTest
    @MethodSource("overlays_with_a_service_for_each_pod")
    void each_pod_may_see_its_service_and_nothing_else(Overlay overlay) {
        String account = overlay.ftp().getSpec().getTemplate().getSpec().getServiceAccountName();
        List<String> services = overlay.all(Service.class).stream()
                .filter(service -> service.getSpec().getSelector().containsKey(POD_NAME)).map(OverlaysTest::name).toList();
        assertThat(overlay.all(RoleBinding.class)).singleElement().satisfies(binding -> {
            assertThat(binding.getSubjects()).singleElement()
                    .satisfies(subject -> assertThat(List.of(subject.getKind(), subject.getNamespace(), subject.getName()))
                            .containsExactly("ServiceAccount", binding.getMetadata().getNamespace(), account));
            assertThat(overlay.one(Role.class, binding.getRoleRef().getName()).orElseThrow().getRules()).singleElement()
                    .satisfies(rule -> {
                        assertThat(rule.getVerbs()).containsExactly("get");
                        assertThat(rule.getResources()).containsExactly("services");
                        assertThat(rule).extracting(PolicyRule::getResourceNames).isEqualTo(services);
                    });
        });
        assertThat(overlay.settings(overlay.ftp().getSpec().getTemplate()))
                .containsEntry("DRAWBRIDGE_FTP_PASSIVE_ADDRESS_SERVICE",
                        overlay.ftp().getMetadata().getNamespace() + "/$(POD_NAME)");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void one_service_for_all_has_the_whole_range_and_remembers_clients(Overlay overlay) {
        overlay.all(Service.class).stream().filter(service -> service.getSpec().getPorts().size() > 1)
                .filter(service -> !service.getSpec().getSelector().containsKey(POD_NAME)).forEach(service -> {
                    assertThat(service.getSpec().getPorts()).filteredOn(port -> !port.getName().equals("ftp"))
                            .extracting(ServicePort::getPort).isEqualTo(passivePorts(overlay));
                    if (overlay.ftp().getSpec().getReplicas() > 1) {
                        assertThat(service.getSpec().getSessionAffinity()).isEqualTo("ClientIP");
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void the_autoscaler_goes_by_a_metric_that_there_is(Overlay overlay) throws IOException {
        String adapter = Files
                .readString(Overlay.PROJECT.resolve("deploy/kubernetes/overlays/autoscaling/prometheus-adapter.yaml"));
        String metrics = page("metrics.md");
        overlay.all(HorizontalPodAutoscaler.class).forEach(scaler -> {
            String metric = scaler.getSpec().getMetrics().getFirst().getPods().getMetric().getName();
            assertThat(adapter).contains("as: " + metric);
            assertThat(METRIC.matcher(adapter).results().map(MatchResult::group).filter(Predicate.not(metric::equals)))
                    .isNotEmpty().allSatisfy(name -> assertThat(metrics).contains("`" + name + "`"));
            assertThat(scaler.getSpec().getScaleTargetRef().getName()).isEqualTo(name(overlay.ftp()));
            assertThat(overlay.ftp().getSpec().getReplicas()).as("set by the autoscaler alone").isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void several_programs_leave_the_schema_to_one_job(Overlay overlay) {
        List<String> migrating = overlay.pods().entrySet().stream().filter(pod -> !"false"
                .equals(overlay.settings(pod.getValue()).get("QUARKUS_FLYWAY_MIGRATE_AT_START"))).map(Map.Entry::getKey)
                .toList();
        assertThat(migrating).containsExactly(overlay.pods().size() == 1 ? name(overlay.ftp()) : "drawbridge-migrate");
    }

    private static List<PodTemplateSpec> servers(Overlay overlay) {
        return overlay.pods().values().stream().filter(pod -> pod.getSpec().getRestartPolicy() == null).toList();
    }

    private static String name(HasMetadata resource) {
        return resource.getMetadata().getName();
    }

    /** The last word of its image's name. */
    private static String program(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().getFirst().getImage().replaceFirst(".*/", "").replaceFirst(":.*", "");
    }

    private static List<PodTemplateSpec> selected(Overlay overlay, Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        String pod = selector.get(POD_NAME);
        if (pod != null) {
            String set = pod.replaceFirst("-\\d+$", "");
            return overlay.one(StatefulSet.class, set).map(one -> one.getSpec().getTemplate()).stream().toList();
        }
        return overlay.pods().values().stream()
                .filter(one -> one.getMetadata().getLabels().entrySet().containsAll(selector.entrySet())).toList();
    }

    private static List<PodTemplateSpec> matching(Overlay overlay, LabelSelector selector) {
        assertThat(selector.getMatchExpressions()).isEmpty();
        Map<String, String> labels = selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
        return overlay.pods().values().stream()
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet())).toList();
    }

    private static Stream<Probe> probes(Container container) {
        return Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .filter(probe -> probe != null);
    }

    private static boolean isOpen(Overlay overlay, PodTemplateSpec pod, IntOrString port) {
        return port.getStrVal() == null ? passivePorts(overlay).contains(port.getIntVal())
                : pod.getSpec().getContainers().getFirst().getPorts().stream()
                        .anyMatch(open -> open.getName().equals(port.getStrVal()));
    }

    /** The name of the port that has that number. */
    private static String numbered(PodTemplateSpec pod, String number) {
        return pod.getSpec().getContainers().getFirst().getPorts().stream()
                .filter(port -> port.getContainerPort().toString().equals(number)).findAny().orElseThrow().getName();
    }

    private static Stream<Integer> numbers(PodTemplateSpec pod, NetworkPolicyPort port) {
        assertThat(port.getProtocol()).isEqualTo("TCP");
        if (port.getPort().getStrVal() != null) {
            return pod.getSpec().getContainers().getFirst().getPorts().stream()
                    .filter(open -> open.getName().equals(port.getPort().getStrVal())).map(ContainerPort::getContainerPort);
        }
        int first = port.getPort().getIntVal();
        return IntStream.rangeClosed(first, port.getEndPort() == null ? first : port.getEndPort()).boxed();
    }

    private static boolean isThere(Overlay overlay, Volume volume, Set<String> secrets) {
        if (volume.getSecret() != null) {
            return secrets.contains(volume.getSecret().getSecretName());
        }
        if (volume.getPersistentVolumeClaim() != null) {
            return overlay.one(PersistentVolumeClaim.class, volume.getPersistentVolumeClaim().getClaimName()).isPresent();
        }
        return volume.getEmptyDir() != null;
    }

    /** Of all nodes together. */
    private static List<Integer> passivePorts(Overlay overlay) {
        String[] ends = overlay.settings(overlay.ftp().getSpec().getTemplate()).get("DRAWBRIDGE_FTP_PASSIVE_PORTS").split("-");
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])).boxed().toList();
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }

    private static String page(String name) throws IOException {
        return Files.readString(Overlay.PROJECT.resolve("docs").resolve(name));
    }
}
