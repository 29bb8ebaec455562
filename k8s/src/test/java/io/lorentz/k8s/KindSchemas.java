package io.lorentz.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What Kubernetes would say of a manifest: the operator's own schema for its kind, the classes of
 * the Kubernetes model for the others. An unknown field is an error, as in strict validation.
 */
final class KindSchemas {

  private static final String OPERATOR_SCHEMA =
      "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  /** The schema at hand ends at Flink 1.20; operator 1.15 knows these. */
  private static final List<String> NEWER_FLINK = List.of("v2_0", "v2_1", "v2_2", "v2_3", "v2_4");

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1/ConfigMap", ConfigMap.class,
          "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "rbac.authorization.k8s.io/v1/Role", Role.class,
          "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
          "monitoring.coreos.com/v1/PodMonitor", PodMonitor.class);

  private final ObjectMapper strict =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  // The model keeps what it does not know; here that is the error looked for.
                  return false;
                }
              });

  private final JsonSchema flinkDeployment;

  KindSchemas() throws IOException {
    try (InputStream in = KindSchemas.class.getResourceAsStream(OPERATOR_SCHEMA)) {
      JsonNode definition = new YAMLMapper().readTree(in);
      ObjectNode schema = (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
      ArrayNode versions = (ArrayNode) schema.at("/properties/spec/properties/flinkVersion/enum");
      NEWER_FLINK.forEach(versions::add);
      ObjectNode properties = (ObjectNode) schema.get("properties");
      properties.putObject("apiVersion").put("type", "string");
      properties.putObject("kind").put("type", "string");
      properties.putObject("metadata").put("x-kubernetes-preserve-unknown-fields", true);
      close(schema);
      flinkDeployment = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    }
  }

  /** Lets no object have fields that the schema does not name. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.has("x-kubernetes-int-or-string")) {
        object.remove("type");
        object.remove("anyOf");
      }
      if (object.has("properties")
          && object.get("properties").isObject()
          && !object.has("additionalProperties")
          && !object.has("x-kubernetes-preserve-unknown-fields")) {
        object.put("additionalProperties", false);
      }
    }
    schema.forEach(KindSchemas::close);
  }

  /** Everything that is wrong with a manifest; empty if nothing is. */
  List<String> faults(JsonNode manifest) {
    String kind = manifest.path("apiVersion").asText() + "/" + manifest.path("kind").asText();
    if (kind.equals("flink.apache.org/v1beta1/FlinkDeployment")) {
      return flinkDeployment.validate(manifest).stream()
          .map(ValidationMessage::getMessage)
          .toList();
    }
    Class<?> known = KINDS.get(kind);
    if (known == null) {
      return List.of(kind + ": is no kind with a schema here; add it");
    }
    try {
      strict.treeToValue(manifest, known);
      return List.of();
    } catch (JsonProcessingException e) {
      return List.of(kind + ": " + e.getOriginalMessage());
    }
  }
}
