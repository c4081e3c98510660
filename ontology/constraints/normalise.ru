# en: the normalisation of the Data Cube recommendation (section 10): types and component properties made explicit
# zh: 数据立方体建议书第 10 节的规范化：显式写出类型与组件属性

PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT { ?observation a qb:Observation } WHERE { [] qb:observation ?observation } ;
INSERT { ?observation a qb:Observation . ?dataset a qb:DataSet } WHERE { ?observation qb:dataSet ?dataset } ;
INSERT { ?structure a qb:DataStructureDefinition } WHERE { [] qb:structure ?structure } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:DimensionProperty }
WHERE { ?component qb:dimension ?property } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:MeasureProperty }
WHERE { ?component qb:measure ?property } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:AttributeProperty }
WHERE { ?component qb:attribute ?property } ;
INSERT { ?observation ?property ?value } WHERE {
  ?structure qb:component ?component .
  ?component qb:componentProperty ?property ; qb:componentAttachment qb:DataSet .
  ?dataset qb:structure ?structure ; ?property ?value .
  ?observation qb:dataSet ?dataset .
}
